"""What an agreement says: the content that is signed, its digest, and when it may be signed."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from lianmeng.alliances.rules.form import Form, Pairs, Party, why_not_parties
from lianmeng.core.sentences import Sentence, say
from lianmeng.ledger.vocabulary import Unit

FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2099, 12, 31)
MOST_YEARS = 20


@dataclass(frozen=True, slots=True)
class Objective:
    """A target: an indicator with its frozen baseline, or a described outcome with its evidence. Numbers as texts.

    `source` is what the baseline was counted from in the return of that year and stage: amount/pupils.
    """

    party: str
    text: str
    indicator: str = ""
    baseline: str = ""
    baseline_year: str = ""
    target: str = ""
    due: str = ""
    evidence: str = ""
    stage: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    task: str
    owner: str
    due: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Gift:
    """One thing that a party gives: how much of it where that can be counted, and to whom; empty: to all others."""

    giver: str
    what: str
    quantity: str = ""
    unit: str = ""
    receiver: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """The whole agreement. An empty text is “not yet defined”: allowed in a draft, never signed."""

    form: str
    form_version: int
    title: str
    since: str = ""
    until: str = ""
    parties: tuple[Party, ...] = ()
    objectives: tuple[Objective, ...] = ()
    plan: tuple[Task, ...] = ()
    gives: Mapping[str, str] = field(default_factory=dict)  # party: what it gives, in texts of before `gifts`
    gifts: tuple[Gift, ...] = ()
    money: str = ""
    exit_criteria: str = ""
    hand_back: str = ""
    joining: tuple[str, ...] = ()  # parties that become members when this text takes effect

    def as_json(self) -> dict[str, Any]:
        """What is kept and signed. What was added later is left out while empty: digests stay as signed."""
        return _without_empty(named(self), "gifts", "joining") | {
            "parties": [named(one) for one in self.parties],
            "objectives": [_without_empty(named(one), "stage", "source") for one in self.objectives],
            "plan": [named(one) for one in self.plan],
            "gives": dict(self.gives),
            **({"gifts": [named(one) for one in self.gifts]} if self.gifts else {}),
            **({"joining": list(self.joining)} if self.joining else {}),
        }

    def newcomers(self, members: Iterable[str]) -> list[Party]:
        """Those who are to become members, and are none yet."""
        return [one for one in self.parties if one.party in {*self.joining} - {*members}]

    @property
    def given(self) -> tuple[Gift, ...]:
        """What each side gives, thing by thing; an older text says it in one piece for each party."""
        return (*(Gift(party, text) for party, text in self.gives.items() if text.strip()), *self.gifts)

    def given_by(self, party: str) -> list[Gift]:
        return [one for one in self.given if one.giver == party]

    @property
    def term(self) -> tuple[date, date] | None:
        return (
            (date.fromisoformat(self.since), date.fromisoformat(self.until))
            if self.since and self.until
            else None
        )


def named(one: Content | Party | Objective | Task | Gift) -> dict[str, Any]:
    """Its fields by name. `dataclasses.asdict` copies each value, and takes ten times as long."""
    return {name: getattr(one, name) for name in one.__dataclass_fields__}


def _without_empty(kept: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in kept.items() if value or name not in names}


def content_of(kept: Mapping[str, Any]) -> Content:
    """What `as_json` gave, read again."""
    lists = {
        "parties": tuple(Party(**one) for one in kept["parties"]),
        "objectives": tuple(Objective(**one) for one in kept["objectives"]),
        "plan": tuple(Task(**one) for one in kept["plan"]),
        "gifts": tuple(Gift(**one) for one in kept.get("gifts", ())),
        "joining": tuple(kept.get("joining", ())),
    }
    return Content(**{**kept, **lists})


def digest_of(content: Content) -> str:
    """SHA-256 of the content as JSON with sorted keys and no blanks, in UTF-8: exactly this is signed."""
    text = json.dumps(content.as_json(), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def itemised(content: Content) -> Content:
    """The same with each thing that is given on a line of its own: what every new text begins with."""
    return replace(content, gives={}, gifts=content.given)


def only_adds(was: Content, now: Content) -> bool:
    """Whether what was begun was no more than who and when, and that stays: then no text of anybody's is lost."""
    blank = not (was.given or was.objectives or was.plan or was.money or was.exit_criteria or was.hand_back)
    begun = ((was.title, now.title), (was.since, now.since), (was.until, now.until))
    return blank and all(before in ("", after) for before, after in begun)


def with_parties(content: Content, parties: Sequence[Party], *, coming: Sequence[Party] = ()) -> Content:
    """The next agreement is of those who are there now, and of those who are to join with it (`coming`): what only
    those who left would do or give is left out."""
    content = replace(content, joining=tuple(one.party for one in coming))
    parties = [*parties, *coming]
    there = {one.party for one in parties}
    if there == {one.party for one in content.parties}:
        return content
    return replace(
        content,
        parties=tuple(parties),
        objectives=tuple(one for one in content.objectives if one.party in there),
        plan=tuple(one for one in content.plan if one.owner in there),
        gives={party: text for party, text in content.gives.items() if party in there},
        gifts=tuple(one for one in content.gifts if one.giver in there and one.receiver in {"", *there}),
    )


def why_not_term(content: Content) -> Sentence | None:
    if content.term is None:
        return None
    since, until = content.term
    if why := why_not_day(since):
        return why
    if until <= since:
        return say("The last day must come after the first.")
    if until.year - since.year > MOST_YEARS:
        return say("A term of more than {years} years cannot be agreed.", years=MOST_YEARS)
    return None


def why_not_counted(quantity: str, unit: str) -> Sentence | None:
    """None if it says how much is given, or that it is not counted."""
    if bool(quantity) != bool(unit):
        return say("A quantity needs its unit, and a unit its quantity.")
    if not quantity:
        return None
    if unit not in {one.value for one in Unit}:
        return say("Choose what it is counted in.")
    if not re.fullmatch(r"[0-9]{1,7}([.][0-9])?", quantity) or float(quantity) == 0:
        return say("How much is given is a number above 0, or left empty.")
    return None


def why_not_days(content: Content) -> Sentence | None:
    """Why a day of an objective or task cannot be meant."""
    days = [*(one.due for one in content.objectives), *(one.due for one in content.plan)]
    return next((why for day in days if day and (why := why_not_day(date.fromisoformat(day)))), None)


def why_not_day(day: date) -> Sentence | None:
    """None if somebody can have meant this day."""
    if day < FIRST_DAY:
        return say("{day} is too far in the past. Check the year.", day=day)
    if day > LAST_DAY:
        return say("{day} is too far in the future. Check the year.", day=day)
    return None


def same_task(task: Task) -> tuple[str, str, str]:
    """What readers and reminders tell tasks apart by; what shows that it is done is not part of it."""
    return task.task.strip(), task.owner, task.due


def why_not_signable(content: Content, form: Form, paired: Pairs = ()) -> list[Sentence]:
    """Everything that is missing or wrong; empty if the content can be offered and signed."""
    undefined = [
        (not content.since or not content.until, say("The term is not yet defined.")),
        (not content.objectives, say("There is no objective yet.")),
        (not content.plan, say("The work plan has no task yet.")),
        (not content.money.strip(), say("Money is not yet defined; write “none” if there is none.")),
        (not content.exit_criteria.strip(), say("The criteria of exit are not yet defined.")),
        (not content.hand_back.strip(), say("How things are handed back is not yet defined.")),
    ]
    found = [sentence for missing, sentence in undefined if missing]
    found += [why for why in (why_not_term(content), why_not_parties(form, content.parties, paired)) if why]
    found += _one_sided(content)
    for objective in content.objectives:
        if not objective.due or not (objective.target if objective.indicator else objective.evidence):
            found.append(
                say("The objective “{text}” needs a day and a target or evidence.", text=objective.text)
            )
        elif objective.indicator and not objective.baseline:
            found.append(say("The objective “{text}” needs its baseline.", text=objective.text))
    found += [say("The task “{text}” needs a day.", text=task.task) for task in content.plan if not task.due]
    return found + _twice(content)


def _twice(content: Content) -> list[Sentence]:
    """What older texts, and those that are brought in, may hold: the marks of the two could not be told apart."""
    tasks, objectives = Counter(map(same_task, content.plan)), Counter(content.objectives)
    words = [
        *(one.text for one, times in objectives.items() if times > 1),
        *(text for (text, _owner, _due), times in tasks.items() if times > 1),
    ]
    return [say("“{text}” stands there more than once. Take one out.", text=one) for one in words]


def _one_sided(content: Content) -> list[Sentence]:
    """Help goes in each direction: every side gives at least one thing, and to every side something is given."""
    givers = {one.giver for one in content.given}
    found = [
        say("What {party} gives is not yet defined.", party=one.name)
        for one in content.parties
        if one.party not in givers
    ]
    for party in content.parties:
        to_it = [
            one for one in content.given if one.receiver in ("", party.party) and one.giver != party.party
        ]
        if not to_it and givers - {party.party}:
            found.append(say("Nothing is given to {party} yet.", party=party.name))
    return found
