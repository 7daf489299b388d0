"""One-time links, by which somebody sets a password."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str

from lianmeng.people.models import Account


def one_time_key(account: Account) -> tuple[str, str]:
    """The two parts of the link's address. It dies with the next change of the password, or after the policy's days."""
    return user_pk_to_url_str(account), default_token_generator.make_token(account)
