"""What a form of alliance asks of its parties."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from lianmeng.alliances.vocabulary import Districts, Ground, PartyKind, Share
from lianmeng.core.sentences import Sentence, say, say_count
from lianmeng.ledger.vocabulary import Path
from lianmeng.schools.rules.years import in_words
from lianmeng.standards.vocabulary import Words


@dataclass(frozen=True, slots=True)
class Role:
    """A part that parties play, and how many may play it; `most` None: any number."""

    code: str
    label: Words
    least: int
    most: int | None


@dataclass(frozen=True, slots=True)
class Form:
    """One form of alliance, as its data file says. `turns_into` names the forms that it may become.

    `members_may`: what a member may become, independent (`grown_out`) or a core of its own (`became_core`).
    """

    code: str
    version: int
    letters: str
    label: Words
    explains: Words
    path: Path
    of: PartyKind
    districts: Districts
    shares: tuple[Share, ...]
    assessed_as_one: bool
    usual_years: int
    roles: tuple[Role, ...]
    most_schools: int | None
    most_pupils: int | None
    turns_into: tuple[str, ...]
    members_may: frozenset[Ground] = frozenset()

    def role(self, code: str) -> Role | None:
        return next((role for role in self.roles if role.code == code), None)

    @property
    def least_parties(self) -> int:
        return sum(role.least for role in self.roles)


@dataclass(frozen=True, slots=True)
class Party:
    """A school or district in its role; `party` and `district` are public ids, `name` is what it is called now."""

    role: str
    party: str
    name: str = ""
    district: str = ""


@dataclass(frozen=True, slots=True)
class Pupils:
    """By the returns of a year: school by school, and the names of those that did not send all their numbers."""

    known: tuple[tuple[str, int], ...] = ()
    silent: tuple[str, ...] = ()
    year: int | None = None

    @property
    def total(self) -> int:
        return sum(count for _, count in self.known)


def why_not_turned(
    old: Form, now: Sequence[Party], code: str, new: Sequence[tuple[str, str]]
) -> Sentence | None:
    """None if an alliance with the parties of `now` may turn into one of the form `code` with `new` (role, party)."""
    if code in old.turns_into:
        return None if {party for _, party in new} & {one.party for one in now} else _NOBODY_STAYS
    if code != old.code or Ground.BECAME_CORE not in old.members_may:
        return say("“{form}” does not turn into that form. Choose one that its page offers.", form=old.label)
    return (
        None
        if new_core(old, now, new)
        else say("The core of the new alliance must be a member of this one that is not its core yet.")
    )


def new_core(form: Form, now: Sequence[Party], new: Sequence[tuple[str, str]]) -> str:
    """The member of the old alliance that is the core of the new one; empty if none is."""
    first = form.roles[0].code
    members = {one.party for one in now if one.role != first}
    return next((party for role, party in new if role == first and party in members), "")


def why_not_leave(form: Form, ground: Ground) -> Sentence | None:
    """None if a member of such an alliance may leave it on this ground."""
    if ground == Ground.GROWN_OUT and ground not in form.members_may:
        return say("In “{form}” no member grows out. Choose another ground.", form=form.label)
    return None


_NOBODY_STAYS = say("At least one party of the old alliance must be in the new one.")
Pairs = Collection[frozenset[str]]  # districts that are paired


def why_not_parties(form: Form, parties: Sequence[Party], paired: Pairs = ()) -> Sentence | None:
    """None if these may be the parties of such an alliance."""
    if len({party.party for party in parties}) < len(parties):
        return say("The same party stands twice in this alliance. Name each once.")
    for party in parties:
        if form.role(party.role) is None:
            return say("“{form}” has no role “{role}”.", form=form.label, role=party.role)
    if why := why_not_so_many(form, parties):
        return why
    if form.most_schools is not None and len(parties) > form.most_schools:
        return say(
            "{count} schools are more than the {most} that this form allows.",
            count=len(parties),
            most=form.most_schools,
        )
    return _why_not_districts(form, parties, paired)


def roles_with_room(form: Form, parties: Sequence[Party]) -> list[Role]:
    """The roles in which one school more may play."""
    count = Counter(party.role for party in parties)
    if form.of != PartyKind.SCHOOLS or (form.most_schools is not None and len(parties) >= form.most_schools):
        return []
    return [one for one in form.roles if one.most is None or count[one.code] < one.most]


def why_not_so_many(form: Form, parties: Sequence[Party]) -> Sentence | None:
    """None if there are enough in each role, and no more than it has room for."""
    count = Counter(party.role for party in parties)
    found = (_why_not_in_role(role, count[role.code]) for role in form.roles)
    return next((why for why in found if why), None)


def why_not_pupils(form: Form, pupils: Pupils) -> Sentence | None:
    """Refused by what is known; what is not known is told beside (`pupils_told`), never taken for none."""
    if form.most_pupils is None or pupils.total <= form.most_pupils:
        return None
    return say(
        "{count} pupils by the returns of {year} are more than the {most} that “{form}” allows: {schools}.",
        count=f"{pupils.total:,}",
        year=in_words(pupils.year or 0),
        most=f"{form.most_pupils:,}",
        form=form.label,
        schools=tuple(f"{name} {count:,}" for name, count in pupils.known),
    )


def pupils_told(form: Form, pupils: Pupils) -> list[Sentence]:
    """For who approves, where the form sets a limit: how many are known, and which schools are missing among them."""
    if form.most_pupils is None:
        return []
    known, most = f"{pupils.total:,}", f"{form.most_pupils:,}"
    if not pupils.silent:
        return [
            say(
                "Pupils by the returns of {year}: {known} of at most {most}.",
                year=in_words(pupils.year or 0),
                known=known,
                most=most,
            )
        ]
    return [
        say_count(
            "{count} school sent no number of pupils, or not of every section: {schools}. "
            "Known pupils: {known} of at most {most}.",
            "{count} schools sent no number of pupils, or not of every section: {schools}. "
            "Known pupils: {known} of at most {most}.",
            len(pupils.silent),
            schools=pupils.silent,
            known=known,
            most=most,
        )
    ]


def _why_not_in_role(role: Role, count: int) -> Sentence | None:
    if count < role.least:
        return say(
            "The role “{role}” needs at least {least}; {count} are named.",
            role=role.label,
            least=role.least,
            count=count,
        )
    if role.most is not None and count > role.most:
        return say(
            "The role “{role}” has room for {most}; {count} are named.",
            role=role.label,
            most=role.most,
            count=count,
        )
    return None


def _why_not_districts(form: Form, parties: Sequence[Party], paired: Pairs) -> Sentence | None:
    found = frozenset(party.district for party in parties)
    if form.of == PartyKind.DISTRICTS or len(found) <= 1 or form.districts == Districts.ANY:
        return None
    if form.districts == Districts.SAME:
        return say("Schools of this form lie in one district; these lie in {count}.", count=len(found))
    if any(found <= pair for pair in paired):
        return None
    return say("These districts are not paired. Pair the districts first, or choose a school of one's own.")
