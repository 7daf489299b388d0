"""Values that the database keeps sealed: encrypted to be read again, and a keyed hash to be found by.

All keys are derived from the installation's own secret (`LIANMENG_SEALING_KEY`, or the secret key where none is set),
so a copy of the database alone tells nothing. AES-128-CBC with HMAC-SHA256 (Fernet); HMAC-SHA256 for matching.
"""

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import say

MARK = "sealed:"


def sealed(text: str) -> str:
    """The text encrypted; the empty text stays empty."""
    return Fernet(_key("seal")).encrypt(text.encode()).decode() if text else ""


def unsealed(token: str) -> str:
    """What `sealed` was given. Refused if the key is not the one it was sealed with."""
    if not token:
        return ""
    try:
        return Fernet(_key("seal")).decrypt(token.encode()).decode()
    except InvalidToken:
        raise Refused(
            say("This value was sealed with another key. Restore the key of this installation.")
        ) from None


def as_sent(text: str) -> str:
    """The text sealed and marked, fit to leave the site and to come back."""
    return f"{MARK}{sealed(text)}" if text else ""


def as_brought(text: str) -> str:
    """What was sent out by `as_sent`, as it was before; whatever this site did not seal stays as it came."""
    if not text.startswith(MARK):
        return text
    try:
        return unsealed(text.removeprefix(MARK))
    except Refused:
        return text


def keyed_hash(text: str) -> str:
    """The same for the same text, and without the key no way back; the empty text stays empty."""
    return hmac.new(_key("match"), text.encode(), hashlib.sha256).hexdigest() if text else ""


def key_of_file(salt: bytes) -> bytes:
    """32 bytes, another for each file."""
    return hmac.new(_key("file"), salt, hashlib.sha256).digest()


def _key(purpose: str) -> bytes:
    secret: str = settings.SEALING_KEY
    return base64.urlsafe_b64encode(hmac.new(secret.encode(), purpose.encode(), hashlib.sha256).digest())
