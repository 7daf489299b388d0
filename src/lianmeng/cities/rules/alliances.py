"""The alliances of the made-up city: as many as the source prints for 2016; who is with whom is invented."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice, product

from lianmeng.alliances.rules.agreed import Agreed
from lianmeng.alliances.rules.content import Content, Gift, Objective, Task
from lianmeng.alliances.rules.form import Party
from lianmeng.alliances.vocabulary import Ground
from lianmeng.cities.rules.groups import Group, groups
from lianmeng.cities.rules.plan import plan
from lianmeng.cities.rules.rows import CityRows, District, MadeSchool

COUNTED_ON = date(2016, 12, 31)


def agreed(rows: CityRows) -> Iterator[Agreed]:
    """District pairs first, then the ties of schools of either side, the richer layer in the lead; then groups."""
    pairs, known = _district_pairs(rows), plan()["alliances"]
    for at, (near, far) in enumerate(pairs):
        sides = [Party("district", one.id, one.name_then, one.id) for one in (near, far)]
        yield _agreed("district_pair", at, sides)
    taken = [0] * len(pairs)  # of the led and entrusted: no school is both
    for form, roles, total in (
        ("twinning", ("lead", "partner"), known["pairs"]),
        ("leadership", ("lead", "led"), known["led"]),
        ("trusteeship", ("lead", "led"), known["entrusted"]),
    ):
        number, led = 0, form != "twinning"
        for at, (near, far) in enumerate(pairs):
            share = total // len(pairs) + (at < total % len(pairs))
            first = taken[at] if led else 0
            for one, other in islice(_ties(rows, near, far, led=led), first, first + share):
                yield _agreed(form, number, [_party(roles[0], one), _party(roles[1], other)], frame=at)
                number += 1
            taken[at] = first + share if led else 0
    numbers: Counter[str] = Counter()
    for group in groups(rows, pairs):
        yield _group(group, numbers[group.form])
        numbers[group.form] += 1


def _district_pairs(rows: CityRows) -> list[tuple[District, District]]:
    """Two districts of each number; a smaller city has fewer."""
    sides: dict[int, list[District]] = {}
    for one in sorted(rows.districts, key=lambda one: (one.layer, one.id)):
        sides.setdefault(one.pair, []).append(one)
    return [(two[0], two[1]) for _, two in sorted(sides.items()) if len(two) == 2]


def _ties(
    rows: CityRows, near: District, far: District, *, led: bool
) -> Iterator[tuple[MadeSchool, MadeSchool]]:
    """Each time another school of the far side, as long as there is one; then another partner for each.

    Who is led or entrusted is taken from the end of the list, each once.
    """
    leads, partners = (rows.ordinary_schools(one, *_term("term")) for one in (near, far))
    partners = partners[::-1] if led else partners
    for turn, at in product(range(len(leads)), range(len(partners))):
        yield leads[(at + turn) % len(leads)], partners[at]


def _party(role: str, school: MadeSchool, day: date | None = None) -> Party:
    """Called what it was called on the day, that on which most terms begin if none is named."""
    on = day or _term("term")[0]
    name = next((one.name for one in reversed(school.versions) if one.since <= on), school.versions[0].name)
    return Party(role, school.id, name, school.district.id)


def _agreed(form: str, number: int, parties: list[Party], *, frame: int | None = None) -> Agreed:
    """A pair of districts has one long term. Ties of schools are renewed, but for one in each few that ended."""
    if frame is None:
        return Agreed(_id(form, number), _content(form, parties, _term("frame")))
    first, *later = [
        _content(form, parties, term) for term in (_term("term"), *plan()["alliances"]["renewals"])
    ]
    terms = (number // plan()["alliances"]["one_ends_in"]) % (len(later) + 1)
    ended = number % plan()["alliances"]["one_ends_in"] == 0 and terms < len(later)
    return Agreed(
        _id(form, number),
        first,
        _id("district_pair", frame),
        renewed=tuple(later[:terms] if ended else later),
        ended=Ground.GOAL_REACHED if ended else None,
    )


def _group(one: Group, number: int) -> Agreed:
    """Who grows out is no party of the second agreement."""
    lead, role = one.roles
    parties = [_party(lead if at == 0 else role, school, one.since) for at, school in enumerate(one.schools)]
    title = one.title.format(core=parties[0].name)
    first, *later = [
        replace(_content(one.form, parties if at == 0 else parties[: one.staying], term), title=title)
        for at, term in enumerate(one.terms())
    ]
    return Agreed(_id(one.form, number), first, renewed=tuple(later))


def _content(form: str, parties: Sequence[Party], term: Sequence[date]) -> Content:
    texts, first, until = plan()["alliances"]["texts"], parties[0].party, term[1].isoformat()
    return Content(
        form=form,
        form_version=1,
        title="—".join(one.name for one in parties),
        since=term[0].isoformat(),
        until=until,
        parties=tuple(parties),
        objectives=(Objective(first, texts["objective"], due=until, evidence=texts["shown_by"]),),
        plan=(Task(texts["task"], first, due=until, evidence=texts["done_by"]),),
        gifts=tuple(
            Gift(one.party, texts["first_gives"] if at == 0 else texts["others_give"])
            for at, one in enumerate(parties)
        ),
        money=texts["money"],
        exit_criteria=texts["exit"],
        hand_back=texts["hand_back"],
    )


def _term(key: str) -> tuple[date, date]:
    first, last = plan()["alliances"][key]
    return first, last


def _id(form: str, number: int) -> str:
    return f"demo-{form.replace('_', '-')}-{number + 1:04d}"
