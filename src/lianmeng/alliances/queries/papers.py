"""The words of official documents, from their data file, and the scans of stamped papers."""

import tomllib
from collections.abc import Collection, Iterable
from functools import cache
from pathlib import Path
from typing import Any

from lianmeng.alliances.vocabulary import Capacity
from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import say
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
    return files_around(public_id, numbers)[0]


def files_around(
    public_id: str, numbers: Iterable[int], activities: Collection[str] = (), marks: Collection[str] = ()
) -> tuple[list[tuple[int, Kept]], dict[str, list[Kept]], dict[str, list[Kept]]]:
    """The same with the photos of activities and the files of done tasks, in one query."""
    subjects = {subject_of_scans(public_id, one)[1]: one for one in numbers}
    found = files_of_kinds({"agreement": subjects.keys(), "activity": activities, "task": marks})
    scanned = [(number, one) for at, number in subjects.items() for one in found["agreement"].get(at, ())]
    return scanned, found["activity"], found["task"]


_DIGEST = ", SHA-256 "


def paper_of(public_id: str, number: int, scan: str) -> str:
    """How a signature names the scan that stands for it; refused if of this version there is no such scan."""
    found = next((one for _, one in scans(public_id, [number]) if one.public_id == scan), None)
    if found is None:
        raise Refused(
            say(
                "No such scan of version {number} is kept here. Bring the scan of the stamped paper first.",
                number=number,
            ),
            field="scan",
        )
    return f"{found.name}{_DIGEST}{found.digest}"


def stands_for(capacity: str, paper: str) -> Capacity:
    """What a signature rests on: a paper counts as scanned only where the digest of its scan was noted."""
    kept = Capacity(capacity)
    return Capacity.ELSEWHERE if kept == Capacity.PAPER and _DIGEST not in paper else kept
