"""Writing contents into the folder of files."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from lianmeng.documents.queries.store import path_of


def stored(content: bytes) -> str:
    """Write it under its digest, whole or not at all; the digest. The same content lies there once."""
    digest = hashlib.sha256(content).hexdigest()
    path = path_of(digest)
    path.parent.mkdir(parents=True, exist_ok=True)
    number, draft = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(number, "wb") as file:
        file.write(content)
    Path(draft).replace(path)
    return digest
