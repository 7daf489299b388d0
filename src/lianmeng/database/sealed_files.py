"""Files that lie sealed on the disk: written once from their start, read from anywhere, with little memory.

After a mark and sixteen random bytes stand the pieces of the content, each encrypted for itself with AES-256-GCM. The
key of a file is derived from the installation's sealing key and those bytes; the nonce of a piece is its number with a
sign for the last one, so that no piece can be changed, moved or left out unseen. A file without the mark is one of an
earlier program, and is read as it is.
"""

from __future__ import annotations

import io
import os
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import say
from lianmeng.database.secrets import key_of_file

MARK = b"lianmeng sealed\n"
PIECE_BYTES = 256 << 10
_SALT_BYTES = _TAG_BYTES = 16
_HEAD_BYTES = len(MARK) + _SALT_BYTES


def write_sealed(path: Path, content: Iterable[bytes | memoryview]) -> None:
    salt = secrets.token_bytes(_SALT_BYTES)
    cipher = AESGCM(key_of_file(salt))
    with path.open("wb") as file:
        file.write(MARK + salt)
        for number, (piece, last) in enumerate(_pieces(content)):
            file.write(cipher.encrypt(_nonce(number, last=last), piece, None))


@dataclass(frozen=True, slots=True)
class SealedFile:
    """One file; opened, it reads as what was written."""

    path: Path

    @property
    def name(self) -> str:
        return self.path.name

    def opened(self) -> BinaryIO:
        file = self.path.open("rb")
        if file.read(len(MARK)) != MARK:
            file.seek(0)
            return file
        return io.BufferedReader(_Content(file), PIECE_BYTES)

    def read_bytes(self) -> bytes:
        with self.opened() as file:
            return file.read()

    def size_bytes(self) -> int:
        with self.opened() as file:
            return file.seek(0, os.SEEK_END)


class _Content(io.RawIOBase):
    """The content of a sealed file of which the mark was read. The piece that was opened last is kept."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._cipher = AESGCM(key_of_file(file.read(_SALT_BYTES)))
        sealed_bytes = os.fstat(file.fileno()).st_size - _HEAD_BYTES
        self._count = max(1, -(-sealed_bytes // (PIECE_BYTES + _TAG_BYTES)))
        self._size = max(0, sealed_bytes - self._count * _TAG_BYTES)
        self._at, self._number, self._piece = 0, -1, b""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        self._at = max(0, start + offset)
        return self._at

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]
        number, start = divmod(self._at, PIECE_BYTES)
        found = memoryview(self._opened(number))[start : start + len(buffer)] if number < self._count else b""
        buffer[: len(found)] = found
        self._at += len(found)
        return len(found)

    def readall(self) -> bytes:
        """The rest at once: by small buffers it would take longer to read than to open."""
        number, start = divmod(self._at, PIECE_BYTES)
        pieces = [self._opened(each) for each in range(number, self._count)]
        self._at = max(self._at, self._size)
        return b"".join([pieces[0][start:], *pieces[1:]]) if pieces else b""

    def _opened(self, number: int) -> bytes:
        if number != self._number:
            self._file.seek(_HEAD_BYTES + number * (PIECE_BYTES + _TAG_BYTES))
            sealed = self._file.read(PIECE_BYTES + _TAG_BYTES)
            try:
                nonce = _nonce(number, last=number == self._count - 1)
                self._piece = self._cipher.decrypt(nonce, sealed, None)
            except (InvalidTag, ValueError):
                raise _unreadable() from None
            self._number = number
        return self._piece

    def close(self) -> None:
        self._file.close()
        super().close()


def _unreadable() -> Refused:
    return Refused(
        say(
            "A file that was kept cannot be opened: it was changed on the disk, or sealed with another key. "
            "Bring it again."
        )
    )


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _pieces(content: Iterable[bytes | memoryview]) -> Iterator[tuple[memoryview, bool]]:
    """All of one size but the last, which may be empty; with whether it is the last."""
    held = memoryview(b"")
    for some in content:
        held, at = memoryview(b"".join((held, some)) if held else some), 0
        while len(held) - at > PIECE_BYTES:
            yield held[at : at + PIECE_BYTES], False
            at += PIECE_BYTES
        held = held[at:]
    yield held, True
