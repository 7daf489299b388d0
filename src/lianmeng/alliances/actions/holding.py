"""What every action on an alliance begins and ends with: the lock, what the form saw, the table, the audit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from lianmeng.alliances.actions.telling import tell_of_step
from lianmeng.alliances.models import Alliance, Declaration, LifeStep
from lianmeng.alliances.queries.dropped import newcomers
from lianmeng.alliances.queries.parties import delegations_for, memberships_of, parties_of, to_come
from lianmeng.alliances.queries.record import declared_interest
from lianmeng.alliances.rules.content import FIRST_DAY
from lianmeng.alliances.rules.form import Party
from lianmeng.alliances.rules.life import STEPS, Asked, Step, why_not_step
from lianmeng.alliances.rules.rights import asked_by, own_parties
from lianmeng.alliances.vocabulary import Ground, Need, State
from lianmeng.audit.actions import record
from lianmeng.core.actors import Actor
from lianmeng.core.refusal import Refused
from lianmeng.core.roles import CITY
from lianmeng.core.sentences import say


@dataclass(frozen=True, slots=True)
class Taking:
    """What somebody brings to a step. `day` is that of the decision, today if none is named."""

    reason: str = ""
    evidence: str = ""
    deadline: date | None = None
    ground: Ground | None = None
    authoriser: str = ""
    no_interest: bool = False
    day: date | None = None
    party: str = ""

    @property
    def brought(self) -> set[Need]:
        has = {
            Need.REASON: self.reason.strip(),
            Need.EVIDENCE: self.evidence.strip(),
            Need.DEADLINE: self.deadline,
            Need.GROUND: self.ground,
            Need.AUTHORISER: self.authoriser.strip(),
            Need.NO_INTEREST: self.no_interest,
        }
        return {need for need, value in has.items() if value}

    @property
    def on(self) -> date:
        return self.day or timezone.localdate()


NOTHING = Taking()
CHANGED = say("Somebody has changed this alliance since you opened the page. Open it again and decide then.")
TIED = say("You declared a conflict of interest in this alliance; another officer decides.")


@dataclass(slots=True)
class Held:
    """An alliance that nobody else can change until this action is over."""

    alliance: Alliance
    parties: list[Party]
    asked: Asked
    by: Actor
    to_come: frozenset[str] = frozenset()  # parties whose first day is still to come

    @property
    def own(self) -> str:
        """The party for which the actor acts, empty for an authority or a delegate."""
        return next(iter(own_parties(self.by, [one.party for one in self.parties])), "")

    @property
    def place(self) -> str:
        """Where the audit keeps it: the district of all parties, or the city."""
        districts = {one.district for one in self.parties}
        return districts.pop() if len(districts) == 1 and "" not in districts else CITY


def hold(public_id: str, *, seen: int | None, by: Actor, day: date | None = None) -> Held:
    """Lock the alliance. Refused if it has changed since the form that `seen` comes from."""
    alliance = Alliance.objects.select_for_update(of=("self",)).filter(public_id=public_id).first()
    if alliance is None:
        raise Refused(say("There is no such alliance."))
    if seen is not None and seen != alliance.turn:
        raise Refused(CHANGED)
    members, today = memberships_of(alliance), timezone.localdate()
    parties, later = parties_of(alliance, members), to_come(alliance, members, today)
    asked = asked_by(
        by,
        parties,
        delegations_for(one.party for one in parties),
        day=day or today,
        proposer=alliance.proposer,
        to_come=later,
    )
    return Held(alliance, parties, asked, by, later)


def checked(held: Held, code: str, taking: Taking) -> Step:
    """The row of the table, if it may be taken; refused otherwise."""
    step = STEPS[code]
    if why := why_not_step(step, State(held.alliance.state), held.asked, taking.brought):
        raise Refused(why)
    _check_day(held.alliance, taking.on)
    if step.is_for_bureau(held.asked):
        refuse_partial(held)
    if Need.NO_INTEREST in step.needed(held.asked):
        _declare_none(held)
    return step


def refuse_partial(held: Held) -> None:
    """Refused to an officer who is tied to a party, or to one that is to join: whatever the bureau does here is for
    another one."""
    coming = newcomers(held.alliance, held.parties)
    if held.own or own_parties(held.by, [one.party for one in coming]):
        raise Refused(say("You lead a party of this alliance; another officer decides."))
    if declared_interest(held.alliance, held.by.id):
        raise Refused(TIED)


def _declare_none(held: Held) -> None:
    named = {"alliance": held.alliance, "officer": held.by.id}
    if not Declaration.objects.filter(**named).exists():
        Declaration.objects.create(**named, interest=False, at=timezone.now())


def moved(
    held: Held, step: Step, taking: Taking, *, agreement: int | None = None, party: str = ""
) -> LifeStep:
    """Take the step: the state, the line of life, the turn and the audit."""
    alliance, source = held.alliance, State(held.alliance.state)
    target = step.leads_to(source)
    alliance.state = target.value
    alliance.turn += 1
    alliance.save()
    taken = LifeStep.objects.create(
        alliance=alliance,
        code=step.code,
        source=source.value,
        target=target.value,
        day=taking.on,
        at=timezone.now(),
        by=held.by.id,
        party=party or taking.party or held.own,
        agreement=agreement,
        reason=taking.reason.strip(),
        evidence=taking.evidence.strip(),
        ground=taking.ground.value if taking.ground else "",
        deadline=taking.deadline,
        authoriser=taking.authoriser.strip(),
    )
    record(
        say("Alliance {number}: {step}", number=alliance.number, step=step.label),
        by=held.by,
        place=held.place,
        subject=("alliance", alliance.public_id),
    )
    tell_of_step(alliance, held.parties, taken)
    return taken


def noted(held: Held, what: object) -> None:
    """A change that is no step of the life: the turn and the audit."""
    held.alliance.turn += 1
    held.alliance.save()
    record(
        say("Alliance {number}: {step}", number=held.alliance.number, step=what),
        by=held.by,
        place=held.place,
        subject=("alliance", held.alliance.public_id),
    )


def _check_day(alliance: Alliance, day: date) -> None:
    if day > timezone.localdate():
        raise Refused(say("{day} has not come yet.", day=day), field="day")
    if day < FIRST_DAY:
        raise Refused(say("{day} is too far in the past. Check the year.", day=day), field="day")
    last = LifeStep.objects.filter(alliance=alliance).order_by("-id").values_list("day", flat=True).first()
    if last is not None and day < last:
        raise Refused(
            say("The last step was taken on {day}; this one cannot lie before it.", day=last), field="day"
        )
