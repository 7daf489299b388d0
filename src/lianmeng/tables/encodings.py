"""Which letters the bytes of a text file stand for, and the file as a stream of UTF-8."""

import codecs
import re
from typing import BinaryIO, NoReturn

from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import Sentence, say

UTF_8, GB18030, UTF_16, BIG5 = "utf-8", "gb18030", "utf-16", "cp950"

# So many letters beyond ASCII that are good UTF-8 do not come about by chance in GB18030: a wrong byte after
# them is damage, not another encoding.
_ENOUGH_LETTERS = 8
_NOT_FIRST_OF_A_LETTER = bytes({*range(256)} - {*range(0xC2, 0xF5)})  # nor of one beyond ASCII in UTF-8
# Four of ten Chinese letters in Big5 have a second byte of ASCII; in GB18030 only rare ones do, and most of those
# begin with a byte that Big5 does not know.
_LETTER_OF_TWO = re.compile(rb"[\x81-\xfe]([\x40-\x7e\x80-\xfe])")
_SHARE_OF_BIG5, _MOST_OF_BIG5 = 0.2, 0.8
# Chinese letters stand side by side; Western ones beyond ASCII between letters of ASCII, which look like second bytes.
_SIDE_BY_SIDE = re.compile(rb"(?:[\x81-\xfe][\x40-\x7e\x80-\xfe]){2,}")
_HALF = 0.5


class NotUtf8(Exception):  # noqa: N818 - a turn in the road, not an error
    """A text taken for UTF-8 on its head has other bytes further on, and may be GB18030 instead."""


def encoding_of(head: bytes, *, whole: bool) -> str:
    """The encoding of a text by its first bytes (`whole`: they are all of it): utf-8, utf-16, gb18030 or Big5."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return UTF_16
    if b"\0" in head:
        raise Refused(zero_byte(1 + head.count(b"\n", 0, head.index(b"\0"))))
    try:
        codecs.getincrementaldecoder(UTF_8)().decode(head, whole)
    except UnicodeDecodeError as error:
        return _other_than_utf8(head, error.start, whole=whole)
    return UTF_8


def _other_than_utf8(head: bytes, at: int, *, whole: bool) -> str:
    if len(head[:at].translate(None, _NOT_FIRST_OF_A_LETTER)) >= _ENOUGH_LETTERS:
        raise _mixed(head, at)
    share = _share_of_plain(head)
    if _SHARE_OF_BIG5 < share < _MOST_OF_BIG5 and _is_big5(head, whole=whole):
        return BIG5
    try:
        codecs.getincrementaldecoder(GB18030)().decode(head, whole)
    except UnicodeDecodeError as error:
        raise no_text(error.start, 1 + head.count(b"\n", 0, error.start)) from None
    if share > _HALF:
        raise no_text(at, 1 + head.count(b"\n", 0, at))
    return GB18030


def _share_of_plain(text: bytes) -> float:
    """Of what could be letters of two bytes, the share with a second one of ASCII."""
    second = b"".join(_LETTER_OF_TWO.findall(text))
    return sum(byte < 0x80 for byte in second) / len(second) if second else 0.0


def _is_big5(head: bytes, *, whole: bool) -> bool:
    try:
        codecs.getincrementaldecoder(BIG5)().decode(head, whole)
    except UnicodeDecodeError:
        return False
    beside = sum(map(len, _SIDE_BY_SIDE.findall(head))) / 2
    return beside > _HALF * len(_LETTER_OF_TWO.findall(head))


class Utf8Stream:
    """Reads a file of any encoding as UTF-8, block by block, without its byte order mark.

    A file in UTF-8 is passed on as it is; `checked` looks at it when it has been cut into whole rows.
    """

    def __init__(self, file: BinaryIO, encoding: str, block_bytes: int) -> None:
        self._file = file
        self._block_bytes = block_bytes
        self._plain = codecs.lookup(encoding).name == UTF_8
        self._decoder = codecs.getincrementaldecoder(encoding)()
        self._letters_seen = 0
        self._lines_seen = 0
        self.bytes_read = 0

    def read(self) -> tuple[bytes, bool]:
        """The next block of UTF-8, and whether it is the last (then it may be empty)."""
        raw = self._file.read(self._block_bytes)
        final = len(raw) < self._block_bytes
        first = self.bytes_read == 0
        text = raw if self._plain else self._transcoded(raw, final)
        self.bytes_read += len(raw)
        return (text.removeprefix(codecs.BOM_UTF8) if first else text), final

    def _transcoded(self, raw: bytes, final: bool) -> bytes:
        pending = len(self._decoder.getstate()[0])
        try:
            text = self._decoder.decode(raw, final).encode()
        except UnicodeError as error:
            start = getattr(error, "start", 0)
            row = 1 + self._lines_seen + raw.count(b"\n", 0, max(0, start - pending))
            raise no_text(self.bytes_read - pending + start, row) from None
        self._lines_seen += text.count(b"\n")
        return text

    def checked(self, block: bytes, row: int) -> bytes:
        """The block if it is good UTF-8; else `NotUtf8` where the file may be GB18030, or a refusal."""
        if not self._plain or block.isascii():
            return block
        import polars

        try:
            polars.Series([block], dtype=polars.Binary).cast(polars.String)  # ten times as fast as decoding
        except polars.exceptions.PolarsError:
            self._refuse(block, row)
        if self._letters_seen < _ENOUGH_LETTERS:
            self._letters_seen += len(block.translate(None, _NOT_FIRST_OF_A_LETTER))
        return block

    def _refuse(self, block: bytes, row: int) -> NoReturn:
        try:
            block.decode(UTF_8)
        except UnicodeDecodeError as error:
            before = len(block[: error.start].translate(None, _NOT_FIRST_OF_A_LETTER))
            if self._letters_seen + before >= _ENOUGH_LETTERS or _share_of_plain(block) > _SHARE_OF_BIG5:
                raise _mixed(block, error.start, row) from None
        raise NotUtf8


def no_text(at: int, row: int) -> Refused:
    return Refused(
        say(
            "Byte {byte}, row {row}: this is neither UTF-8 nor GB18030 text. "
            "Save the file as “CSV UTF-8”, or as XLSX.",
            byte=at + 1,
            row=row,
        )
    )


def _mixed(block: bytes, at: int, row: int = 1) -> Refused:
    return Refused(
        say(
            "Row {row}: the bytes after “{before}” are not UTF-8, as the text above them is. "
            "Save the file anew as “CSV UTF-8”, or as XLSX.",
            row=row + block.count(b"\n", 0, at),
            before=block[max(0, at - 24) : at].decode(UTF_8, errors="ignore").rpartition("\n")[2],
        )
    )


def zero_byte(row: int) -> Sentence:
    return say(
        "Row {row} holds a zero byte, which no text has. Save the file as “CSV UTF-8”, or as XLSX.", row=row
    )
