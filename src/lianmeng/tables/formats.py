"""What a file is, by its first bytes: text that may hold rows, a workbook, or something else with a name."""

import errno
import stat
import zipfile
from pathlib import Path
from typing import BinaryIO, Literal, Protocol

from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import Sentence, say

Format = Literal["csv", "xlsx"]

# First bytes of what people send by mistake.
_MAGIC: tuple[tuple[bytes, Sentence], ...] = (
    (b"%PDF", say("a PDF")),
    (b"\x89PNG", say("a picture (PNG)")),
    (b"\xff\xd8\xff", say("a picture (JPEG)")),
    (b"GIF8", say("a picture (GIF)")),
    (b"\x1f\x8b", say("a compressed file (gzip)")),
    (b"Rar!", say("a compressed file (RAR)")),
    (b"7z\xbc\xaf\x27\x1c", say("a compressed file (7z)")),
    (b"SQLite format 3", say("an SQLite database")),
    (b"PAR1", say("a Parquet file")),
    (b"{\\rtf", say("a text document (RTF)")),
)
_OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MARKUP = (
    (b"<!doctype html", say("a web page")),
    (b"<html", say("a web page")),
    (b"<?xml", say("an XML file")),
)


class Kept(Protocol):
    """A file that does not lie on the disk as it was brought; opened, it reads so, from anywhere."""

    @property
    def name(self) -> str: ...

    def opened(self) -> BinaryIO: ...


def opened(path: Path | Kept) -> BinaryIO:
    """The file, open for reading. Refuses a folder, a pipe, what is not there and what may not be read."""
    if not isinstance(path, Path):
        return path.opened()
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise Refused(
                say("{name} is a folder. Name a file of rows, CSV or XLSX.", name=path.name or str(path))
            )
        if not stat.S_ISREG(mode):
            raise Refused(
                say("{name} is not an ordinary file. Save the rows to a file first.", name=path.name)
            )
        return path.open("rb")
    except PermissionError:
        raise Refused(say("{name} may not be read. Ask for the right to read it.", name=path.name)) from None
    except FileNotFoundError:
        raise Refused(say("There is no file {path}. Check its name and folder.", path=str(path))) from None
    except (OSError, ValueError) as error:
        reason = errno.errorcode.get(getattr(error, "errno", None) or 0, type(error).__name__)
        raise Refused(say("{name} cannot be opened ({reason}).", name=path.name, reason=reason)) from None


def format_of(file: BinaryIO, name: str) -> Format:
    """Text or workbook; the extension plays no part. Refuses anything else. Leaves the file at its start."""
    head = file.read(4096)
    file.seek(0)
    if head.startswith(b"PK\x03\x04"):
        return _workbook_in(file, name)
    if head.startswith(_OLD_EXCEL):
        _refuse_old(file, name)
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            raise _not_rows(name, kind)
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for magic, kind in _MARKUP:
        if start.startswith(magic):
            raise _not_rows(name, kind)
    return "csv"


def _workbook_in(file: BinaryIO, name: str) -> Format:
    try:
        with zipfile.ZipFile(file) as archive:
            members = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise damaged(name) from None
    finally:
        file.seek(0)
    if "xl/workbook.xml" in members:
        return "xlsx"
    kinds = {
        "xl/workbook.bin": say("a binary workbook (XLSB)"),
        "word/document.xml": say("a Word document"),
        "ppt/presentation.xml": say("a PowerPoint file"),
        "content.xml": say("an OpenDocument file"),
    }
    raise _not_rows(name, next((kinds[part] for part in kinds if part in members), say("a ZIP archive")))


def _refuse_old(file: BinaryIO, name: str) -> None:
    tail = file.read(1 << 20)
    if _ENCRYPTED in tail:
        raise Refused(say("{name} is locked with a password. Save it without one.", name=name))
    raise _not_rows(name, say("an old Excel file (XLS)"))


def _not_rows(name: str, kind: Sentence) -> Refused:
    return Refused(
        say(
            "{name} is {kind}, not a file of rows. Open it in a spreadsheet and save it as XLSX or CSV.",
            name=name,
            kind=kind,
        )
    )


def damaged(name: str) -> Refused:
    return Refused(
        say("{name} is a workbook that is cut or damaged. Ask for it again, or save it anew.", name=name)
    )
