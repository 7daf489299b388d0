"""What a notice says, as the domains above bring it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lianmeng.core.sentences import Sentence

# What a sentence of a notice may name: words of the program, and the names of schools and districts in the register.
# What somebody wrote, a title or a reason, is not among them: it may name a pupil, and notices leave the site.
NAMED = frozenset({"number", "names", "step", "day", "count", "kind"})
Kept = dict[str, object]  # a sentence as JSON keeps it


@dataclass(frozen=True, slots=True)
class Tidings:
    """What happened, why the reader is told, and the one button: its verb, and where it leads.

    `subject` is what it is about (kind, public id); `occasion` tells one time from the next, so that telling twice
    tells once. `address` is a path without the language. `asks`: somebody has to act, by `due` if there is a day;
    otherwise the notice is done with when it was read. `topic` is the word by which a page that lists such things
    by itself, as the first page does, leaves the notice out.
    """

    subject: tuple[str, str]
    occasion: str
    what: Sentence
    why: Sentence
    verb: Sentence
    address: str
    asks: bool = False
    due: date | None = None
    topic: str = ""
