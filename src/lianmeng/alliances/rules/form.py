"""What a form of alliance asks of its parties."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from lianmeng.alliances.vocabulary import Districts, PartyKind, Share
from lianmeng.core.sentences import Sentence, say
from lianmeng.ledger.vocabulary import Path
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
    """One form of alliance, as its data file says. `turns_into` names the forms that it may become."""

    code: str
    version: int
    letters: str
    label: Words
    explains: Words
    path: Path
    of: PartyKind
    districts: Districts
    shares: frozenset[Share]
    assessed_as_one: bool
    usual_years: int
    roles: tuple[Role, ...]
    most_schools: int | None
    most_pupils: int | None
    turns_into: tuple[str, ...]

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


Pairs = Collection[frozenset[str]]  # districts that are paired


def why_not_parties(form: Form, parties: Sequence[Party], paired: Pairs = ()) -> Sentence | None:
    """None if these may be the parties of such an alliance."""
    count = Counter(party.role for party in parties)
    if len({party.party for party in parties}) < len(parties):
        return say("The same party stands twice in this alliance. Name each once.")
    for party in parties:
        if form.role(party.role) is None:
            return say("“{form}” has no role “{role}”.", form=form.label, role=party.role)
    for role in form.roles:
        if why := _why_not_so_many(role, count[role.code]):
            return why
    if form.most_schools is not None and len(parties) > form.most_schools:
        return say(
            "{count} schools are more than the {most} that this form allows.",
            count=len(parties),
            most=form.most_schools,
        )
    return _why_not_districts(form, parties, paired)


def why_not_pupils(form: Form, pupils: float) -> Sentence | None:
    """`pupils` are those of all schools that sent their number."""
    if form.most_pupils is None or pupils <= form.most_pupils:
        return None
    return say(
        "{count} pupils are more than the {most} that this form allows.",
        count=int(pupils),
        most=form.most_pupils,
    )


def _why_not_so_many(role: Role, count: int) -> Sentence | None:
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
