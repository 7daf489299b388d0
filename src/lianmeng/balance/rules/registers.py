"""Who may read or change a register that somebody brought."""

from lianmeng.core.actors import Actor
from lianmeng.core.sentences import Sentence, say

SAMPLE = ""


def may_read(owner: str, by: Actor) -> bool:
    """A sample belongs to nobody and is open to all; any other register is its owner's alone."""
    return owner in (SAMPLE, by.id)


def why_not_change(owner: str, by: Actor) -> Sentence | None:
    if owner == SAMPLE:
        return say(
            "A sample register cannot be changed. Upload your own copy to name its columns differently."
        )
    if owner != by.id:
        return say("Only the person who uploaded a register may change it.")
    return None


def why_not_size(size_bytes: int, at_most_bytes: int) -> Sentence | None:
    if size_bytes > at_most_bytes:
        return say(
            "The file has {size} MB; this page takes up to {limit} MB. Read it with “lianmeng balance” on the command "
            "line, or upload only the columns that are needed.",
            size=-(-size_bytes // 2**20),
            limit=at_most_bytes // 2**20,
        )
    return None


def why_not_rows(rows: int, at_most: int) -> Sentence | None:
    if rows > at_most:
        return say(
            "The file has {rows} rows; this page takes up to {limit}. "
            "Read it with “lianmeng balance” on the command line.",
            rows=f"{rows:,}",
            limit=f"{at_most:,}",
        )
    return None
