"""The words of official documents, from their data file, and the scans of stamped papers."""

import tomllib
from collections.abc import Collection, Iterable
from functools import cache
from pathlib import Path
from typing import Any

from lianmeng.documents.queries.files import Kept, files_of_kinds

_FILE = Path(__file__).resolve().parent.parent / "data" / "papers.toml"


@cache
def words() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text("utf-8"))


def subject_of_scans(public_id: str, number: int) -> tuple[str, str]:
    """To what the scans of a version of an agreement belong."""
    return "agreement", f"{public_id}:{number}"


def scans(public_id: str, numbers: Iterable[int]) -> list[tuple[int, Kept]]:
    """Those of these versions, each with its version's number."""
    return scans_and_photos(public_id, numbers, ())[0]


def scans_and_photos(
    public_id: str, numbers: Iterable[int], activities: Collection[str]
) -> tuple[list[tuple[int, Kept]], dict[str, list[Kept]]]:
    """The same with the photos of activities, in one query."""
    subjects = {subject_of_scans(public_id, one)[1]: one for one in numbers}
    found = files_of_kinds({"agreement": subjects.keys(), "activity": activities})
    scanned = [(number, one) for at, number in subjects.items() for one in found["agreement"].get(at, ())]
    return scanned, found["activity"]


def as_paper(scan: Kept) -> str:
    """How a signature names the scan that stands for it."""
    return f"{scan.name}, SHA-256 {scan.digest}"
