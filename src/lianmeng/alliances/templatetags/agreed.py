"""The lines of an agreement, and what can be done with each: a template takes four times as long."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from html import escape
from typing import Any

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from lianmeng.alliances.queries.targets import Target
from lianmeng.alliances.rules.content import Gift
from lianmeng.core.language import CHINESE
from lianmeng.ledger.vocabulary import Unit
from lianmeng.schools.templatetags.schools import day, school_year
from lianmeng.web.addresses import address
from lianmeng.web.templatetags.lianmeng import absent, exact, figure, said, state

register = template.Library()
_OBJECTIVE = (
    '<tr><th scope="row">{}{}</th><td>{}</td><td class="n">{}</td><td class="n">{}</td>'
    '<td class="n">{}</td><td class="text-nowrap">{}</td><td>{}</td></tr>'
)
_TASK = '<tr><th scope="row">{}</th><td>{}</td><td>{}</td><td class="text-nowrap">{}</td><td>{}{}</td></tr>'
_GIFT = '<tr><th scope="row">{}</th><td>{}</td><td>{}</td><td>{}{}</td></tr>'
_SAID = '<p class="lm-small mb-0">{}</p>'

_OF_LINES: dict[str, Callable[[int], str]] = {
    "evidence": lambda at: gettext("Give evidence for objective %(number)s") % {"number": at},
    "without-objective": lambda at: gettext("Take out objective %(number)s") % {"number": at},
    "without-task": lambda at: gettext("Take out task %(number)s") % {"number": at},
    "without-gift": lambda at: gettext("Take out gift %(number)s") % {"number": at},
    "task-done": lambda at: gettext("Mark task %(number)s done") % {"number": at},
    "task-undone": lambda at: gettext("Task %(number)s is not done after all") % {"number": at},
}


def _link(view: str, alliance: str, at: int) -> str:
    """What can be done with one line of an agreement, `at` from 0."""
    return f'<a href="{address(f"alliances:{view}", alliance, at)}">{_OF_LINES[view](at + 1)}</a>'


def _below(view: str, alliance: str, at: int, *, may: bool) -> str:
    return f"<br>{_link(view, alliance, at)}" if may else ""


@register.simple_tag
def objective_rows(
    targets: Iterable[Any], alliance: str, may_give_evidence: Any, takes_out: Any
) -> SafeString:
    """What is to be reached, whose it is, the baseline, where it is now, the target, by when, and what shows it."""
    drawn = (
        _OBJECTIVE.format(
            *_cells(row.target),
            _shown_by(row, alliance, at, may_give=bool(may_give_evidence))
            + _below("without-objective", alliance, at, may=bool(takes_out)),
        )
        for at, row in enumerate(targets)
    )
    return mark_safe("".join(drawn))  # nosec B308 B703 # noqa: S308 - each text is escaped


def _cells(target: Target) -> tuple[str, ...]:
    one = target.objective
    now = conditional_escape(figure(target.now, 2))
    return (
        escape(one.text),
        _measured(target),
        escape(target.party),
        _baseline(target) if one.baseline else absent(gettext("Does not apply")),
        f"{now} <small>{school_year(target.year)}</small>" if target.now.known and target.year else now,
        escape(one.target) if one.target else absent(gettext("Does not apply")),
        _or_open(one.due),
    )


def _measured(target: Target) -> str:
    if target.indicator is None:
        return ""
    words, language = (target.indicator.label, target.indicator.unit), get_language() or CHINESE
    return f"<br><small>{gettext(', ').join(escape(one.spoken(language)) for one in words)}</small>"


def _baseline(target: Target) -> str:
    """With what it was counted from, or the year of which the parties say it."""
    one = target.objective
    if target.counted is None:
        return f"{escape(one.baseline)} <small>{escape(one.baseline_year)} {gettext('as the parties say')}</small>"
    amount, pupils = (exact(Decimal(one)) for one in target.counted)
    told = gettext("%(year)s, return: %(amount)s for %(pupils)s pupils")
    year = school_year(target.baseline_year)
    return (
        f"{escape(one.baseline)} <small>{told % {'year': year, 'amount': amount, 'pupils': pupils}}</small>"
    )


def _shown_by(row: Any, alliance: str, at: int, *, may_give: bool) -> str:
    """A described outcome by its evidence, with its state; an indicator by the returns."""
    if row.target.indicator:
        return escape(row.target.objective.evidence) or gettext("The yearly returns")
    given = (_SAID.format(f"{day(one.day)}{gettext(': ')}{escape(one.text)}") for one in row.evidence)
    return "".join(
        (
            f"{_or_open(row.target.objective.evidence)}<br>{state(row.state)}",
            *given,
            _below("evidence", alliance, at, may=may_give),
        )
    )


@register.simple_tag
def task_rows(plan: Iterable[Any], alliance: str, takes_out: Any) -> SafeString:
    """What is to be done, how it stands, who does it, by when, and what shows it."""
    drawn = (
        _TASK.format(
            escape(row.task.task),
            "".join(_standing(row, alliance, at)),
            escape(row.owner),
            _or_open(row.task.due),
            _or_open(row.task.evidence),
            _below("without-task", alliance, at, may=bool(takes_out)),
        )
        for at, row in enumerate(plan)
    )
    return mark_safe("".join(drawn))  # nosec B308 B703 # noqa: S308 - each text is escaped


def _standing(row: Any, alliance: str, at: int) -> Iterator[str]:
    """Its state, what was said of it, the files that show it, and what its owner can do."""
    yield state(row.state) if row.state else absent(gettext("Does not apply"))
    for mark in row.marks:
        word = gettext("done") if mark.done else gettext("taken back")
        told = f"{day(mark.day)}{gettext(', ')}{word}{gettext(': ')}{escape(mark.text)}"
        yield _SAID.format(told)
    for number, file in enumerate(row.files, 1):
        there = address("alliances:task-file", alliance, row.mark.public_id, file.public_id)
        words = gettext("File %(number)s") % {"number": number}
        yield f'<a class="lm-small" href="{there}">{words}</a> '
    if row.may_mark and row.mark:
        there = address("alliances:add-task-file", alliance, row.mark.public_id)
        words = gettext("Add a file to task %(number)s") % {"number": at + 1}
        yield f'<br><a href="{there}">{words}</a> {_link("task-undone", alliance, at)}'
    elif row.may_mark:
        yield _below("task-done", alliance, at, may=True)


@register.simple_tag
def given_rows(gifts: Iterable[tuple[Gift, str, str]], alliance: str, takes_out: Any) -> SafeString:
    """What is given, by whom, to whom, and how much of it."""
    drawn = (
        _GIFT.format(
            escape(one.what),
            escape(giver),
            escape(receiver) or gettext("All others"),
            escape(_much(one)),
            _below("without-gift", alliance, at, may=bool(takes_out)),
        )
        for at, (one, giver, receiver) in enumerate(gifts)
    )
    return mark_safe("".join(drawn))  # nosec B308 B703 # noqa: S308 - each text is escaped


def _much(gift: Gift) -> str:
    if not gift.quantity:
        return gettext("Not counted")
    return f"{gift.quantity}{gettext(', ')}{said(Unit(gift.unit).label)}"


def _or_open(text: str) -> str:
    return escape(text) if text else absent(gettext("Not yet defined"))
