"""Beginning an alliance and writing its agreement."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from django.db import transaction
from django.utils import timezone

from lianmeng.alliances.actions.holding import Held, Taking, checked, hold, moved, noted
from lianmeng.alliances.models import Agreement, Alliance, Membership, Series
from lianmeng.alliances.queries.dropped import newcomers
from lianmeng.alliances.queries.forms import form_named
from lianmeng.alliances.queries.parties import district_pairs, named_parties
from lianmeng.alliances.queries.targets import frozen
from lianmeng.alliances.rules.content import (
    Content,
    Gift,
    Objective,
    Task,
    content_of,
    digest_of,
    itemised,
    only_adds,
    same_task,
    why_not_counted,
    why_not_days,
    why_not_term,
    with_parties,
)
from lianmeng.alliances.rules.form import Form, Party, why_not_parties
from lianmeng.alliances.rules.life import STEPS
from lianmeng.alliances.rules.rights import is_authority, own_parties
from lianmeng.alliances.vocabulary import PartyKind, State
from lianmeng.core.actors import Actor
from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import say

Change = Callable[[Content], Content]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Beginning:
    """A new alliance: its form, who takes part in which role, its term if it is known."""

    form: str
    parties: Sequence[tuple[str, str]]
    title: str = ""
    since: date | None = None
    until: date | None = None
    day: date | None = None
    grew_from: Alliance | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """Everything of an agreement but its lists."""

    title: str
    since: date | None
    until: date | None
    money: str
    exit_criteria: str
    hand_back: str


@transaction.atomic
def begin(beginning: Beginning, *, by: Actor) -> str:
    """Begin a draft; its public id. A party or the bureau in charge begins it."""
    form = form_named(beginning.form)
    day = beginning.day or timezone.localdate()
    parties = named_parties(form.of, beginning.parties, day)
    if len(parties) < len(beginning.parties):
        raise Refused(
            say("One of the parties is not in the register on that day. Choose it again."), field="parties"
        )
    check_parties(form, parties, day)
    if not own_parties(by, [one.party for one in parties]) and not is_authority(
        by, {one.district for one in parties}
    ):
        raise Refused(say("An alliance is begun by one of its parties or by the education bureau in charge."))
    content = Content(
        form=form.code,
        form_version=form.version,
        title=beginning.title.strip() or "—".join(one.name for one in parties)[:200],
        since=beginning.since.isoformat() if beginning.since else "",
        until=beginning.until.isoformat() if beginning.until else "",
        parties=tuple(parties),
    )
    _check_term(content)
    alliance = Alliance.objects.create(
        number=_next_number(form, day.year),
        form=form.code,
        title=content.title,
        begun_on=day,
        begun_by=by.id,
        grew_from=beginning.grew_from,
    )
    _write(alliance, 1, content, by=by)
    _propose(alliance, parties)
    noted(hold(alliance.public_id, seen=None, by=by), say("Begun"))
    return alliance.public_id


def change_terms(public_id: str, terms: Terms, *, seen: int, by: Actor) -> None:
    def changed(content: Content) -> Content:
        return replace(
            content,
            title=terms.title.strip()[:200] or content.title,
            since=terms.since.isoformat() if terms.since else "",
            until=terms.until.isoformat() if terms.until else "",
            money=terms.money.strip(),
            exit_criteria=terms.exit_criteria.strip(),
            hand_back=terms.hand_back.strip(),
        )

    change(public_id, changed, seen=seen, by=by)


def add_objective(public_id: str, objective: Objective, *, seen: int, by: Actor) -> None:
    """With an indicator its baseline is counted from the school's return of the year, and stays as it is then."""

    def added(was: Content) -> Content:
        party = next((one for one in was.parties if one.party == objective.party), None)
        if party is None:
            raise Refused(say("Choose one of the parties."), field="party")
        made = frozen(objective, party)
        if made in was.objectives:
            raise Refused(
                say(
                    "This objective stands in the agreement already. Say what is different about the second."
                ),
                field="text",
            )
        return replace(was, objectives=(*was.objectives, made))

    change(public_id, added, seen=seen, by=by)


def remove_objective(public_id: str, at: int, *, seen: int, by: Actor) -> None:
    """`at` counts from 0."""
    change(public_id, lambda was: replace(was, objectives=_without(was.objectives, at)), seen=seen, by=by)


def add_task(public_id: str, task: Task, *, seen: int, by: Actor) -> None:
    def added(was: Content) -> Content:
        if same_task(task) in map(same_task, was.plan):
            raise Refused(
                say(
                    "This task stands in the agreement already, for this party and by this day. Say what is different "
                    "about the second, or choose another day."
                ),
                field="task",
            )
        return replace(was, plan=(*was.plan, task))

    change(public_id, added, seen=seen, by=by)


def remove_task(public_id: str, at: int, *, seen: int, by: Actor) -> None:
    change(public_id, lambda was: replace(was, plan=_without(was.plan, at)), seen=seen, by=by)


def add_gift(public_id: str, gift: Gift, *, seen: int, by: Actor) -> None:
    """What a side gives: to one other, or to all; a quantity has its unit."""

    def added(was: Content) -> Content:
        there = {one.party for one in was.parties}
        if gift.giver not in there:
            raise Refused(say("Choose one of the parties."), field="giver")
        if gift.receiver and gift.receiver not in there - {gift.giver}:
            raise Refused(say("Choose another party than the one that gives."), field="receiver")
        if not gift.what.strip():
            raise Refused(say("Say what is given."), field="what")
        if why := why_not_counted(gift.quantity, gift.unit):
            raise Refused(why, field="quantity")
        return replace(was, gifts=(*was.gifts, replace(gift, what=gift.what.strip())))

    change(public_id, added, seen=seen, by=by)


def remove_gift(public_id: str, at: int, *, seen: int, by: Actor) -> None:
    change(public_id, lambda was: replace(was, gifts=_without(was.gifts, at)), seen=seen, by=by)


@transaction.atomic
def change(public_id: str, changed: Change, *, seen: int | None, by: Actor, day: date | None = None) -> None:
    """Change the agreement: in place while it is the writer's own draft that nobody was offered, else as a new version.

    Before approval the alliance goes back to being a draft; after it the version in force stays until the next one
    is signed by all and approved.
    """
    held = hold(public_id, seen=seen, by=by)
    living = held.alliance.state not in (State.DRAFT, State.OFFERED, State.SIGNED)
    taking = Taking(day=day)
    step = checked(held, "amend" if living else "revise", taking)
    latest = latest_version(held.alliance)
    was = itemised(content_of(text_now(held.alliance).content))
    coming = newcomers(held.alliance, held.parties)
    start = with_parties(was, _named_now(held), coming=coming) if living else was
    content = changed(start)
    if content.newcomers(()) == start.newcomers(()) and content.parties != start.parties:
        raise Refused(
            say("An agreement changes no members. Let one leave or join, or begin another alliance.")
        )
    if content == replace(was, joining=content.joining) and content.joining == start.joining:
        raise Refused(say("Nothing was changed."))
    content = replace(
        content, form_version=form_named(content.form).version
    )  # as it is now: all sign it again
    _check_term(content)
    own = latest.written_by == by.id or only_adds(content_of(latest.content), content)
    closed = bool(latest.offered_at or latest.dropped or latest.pk == held.alliance.in_force_id)
    number = latest.number if own and not closed else latest.number + 1
    _write(held.alliance, number, content, by=by)
    if not living:
        held.alliance.title = content.title
    if closed or (living and not own):
        moved(held, step, taking, agreement=number)
    else:
        noted(held, STEPS["revise"].label)


def latest_version(alliance: Alliance) -> Agreement:
    return Agreement.objects.filter(alliance=alliance).order_by("-number")[0]


def text_now(alliance: Alliance, newest: Agreement | None = None) -> Agreement:
    """What the next change begins with: the latest version, or the one in force if that was dropped.

    `newest`: the latest version, where it was read already.
    """
    latest = newest or latest_version(alliance)
    return alliance.in_force if latest.dropped and alliance.in_force else latest


def _named_now(held: Held) -> list[Party]:
    """The members of today with their names of today."""
    kind = form_named(held.alliance.form).of
    return named_parties(kind, [(one.role, one.party) for one in held.parties], timezone.localdate())


def _write(alliance: Alliance, number: int, content: Content, *, by: Actor) -> None:
    Agreement.objects.update_or_create(
        alliance=alliance,
        number=number,
        defaults={
            "content": content.as_json(),
            "digest": digest_of(content),
            "written_by": by.id,
            "written_at": timezone.now(),
        },
    )


def _propose(alliance: Alliance, parties: Sequence[Party]) -> None:
    Membership.objects.bulk_create(
        Membership(alliance=alliance, role=one.role, party=one.party, district=one.district, position=at)
        for at, one in enumerate(parties)
    )


def check_parties(form: Form, parties: Sequence[Party], day: date, *, field: str = "parties") -> None:
    paired = [districts for _, districts in district_pairs(day)] if form.of == PartyKind.SCHOOLS else []
    if why := why_not_parties(form, parties, paired):
        raise Refused(why, field=field)


def _check_term(content: Content) -> None:
    if why := why_not_term(content):
        raise Refused(why, field="until")
    if why := why_not_days(content):
        raise Refused(why, field="due")


def _without(items: tuple[T, ...], at: int) -> tuple[T, ...]:
    if not 0 <= at < len(items):
        raise Refused(say("This line is no longer there."))
    return items[:at] + items[at + 1 :]


def _next_number(form: Form, year: int) -> str:
    Series.objects.get_or_create(letters=form.letters, year=year)
    series = Series.objects.select_for_update().get(letters=form.letters, year=year)
    series.last += 1
    series.save()
    return f"{form.letters}-{year}-{series.last:04d}"
