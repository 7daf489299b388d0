"""Beginning an alliance and writing its agreement."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from lianmeng.alliances.actions.drafting import (
    Beginning,
    Terms,
    add_gift,
    add_objective,
    add_task,
    begin,
    change_terms,
    latest_version,
    remove_gift,
    remove_objective,
    remove_task,
    text_now,
)
from lianmeng.alliances.actions.joining import let_join
from lianmeng.alliances.forms import BeginForm, GiftForm, JoinForm, ObjectiveForm, Seen, TaskForm, TermsForm
from lianmeng.alliances.queries.forms import form_named, forms
from lianmeng.alliances.queries.parties import school_called
from lianmeng.alliances.rules.content import Content, Gift, Objective, Task, content_of, with_parties
from lianmeng.alliances.rules.form import Form, roles_with_room
from lianmeng.alliances.rules.life import BEFORE, LIVING
from lianmeng.alliances.views.doors import Frame, done, for_those, form_verbs, line_gone, turned_away
from lianmeng.alliances.views.showing import begins
from lianmeng.alliances.vocabulary import PartyKind
from lianmeng.core.language import CHINESE
from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import Sentence, say
from lianmeng.schools.queries import districts, years_with_returns
from lianmeng.schools.rules.years import in_words
from lianmeng.standards.queries.indicators import indicators
from lianmeng.web.asking import asker
from lianmeng.web.steps import Deed, Done, answer

writers = for_those(lambda frame: frame.asked.party and frame.state in (*BEFORE, *LIVING))


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Which form of alliance."""
    by = asker(request)
    if not begins(by):
        return turned_away(request)
    return render(request, "alliances/choose.html", {"forms": [one for one in forms() if begins(by, one.of)]})


@form_verbs
def begin_(request: HttpRequest, code: str) -> HttpResponse:
    by, today = asker(request), localdate()
    try:
        kind = form_named(code)
    except Refused:
        raise Http404 from None
    if not begins(by, kind.of):
        return turned_away(request)

    def act(filled: dict[str, Any]) -> Done:
        made = begin(
            Beginning(
                kind.code, roles_filled(kind, filled), filled["title"], filled["since"], filled["until"]
            ),
            by=by,
        )
        told = say("A draft is begun; nobody is bound by it. Next the agreement is written.")
        return Done(reverse("alliances:alliance", args=[made]), (told,))

    deed = Deed(
        title=say("Begin: {form}", form=kind.label),
        verb=say("Begin the draft"),
        form=BeginForm,
        act=act,
        crumbs=((say("Alliances"), reverse("alliances:alliances")),),
        choices={"kind": kind, "districts": [(one.public_id, one.name) for one in districts(today)]},
    )
    return answer(request, deed)


@writers
def terms(request: HttpRequest, frame: Frame) -> HttpResponse:
    content = _content(frame)

    def act(filled: dict[str, Any]) -> Done:
        words = {
            name: filled[name] for name in ("title", "since", "until", "money", "exit_criteria", "hand_back")
        }
        change_terms(frame.alliance.public_id, Terms(**words), seen=filled["seen"], by=frame.actor)
        return done(frame, *_tells(frame))

    initial = {
        name: getattr(content, name)
        for name in ("title", "since", "until", "money", "exit_criteria", "hand_back")
    }
    return answer(
        request,
        _deed(frame, say("Write the terms"), TermsForm, act, initial=initial),
    )


@writers
def objective(request: HttpRequest, frame: Frame) -> HttpResponse:
    def act(filled: dict[str, Any]) -> Done:
        add_objective(
            frame.alliance.public_id, Objective(**_texts(filled)), seen=filled["seen"], by=frame.actor
        )
        return done(frame, *_tells(frame), *_frozen(_content(frame).objectives[-1]))

    language = get_language() or CHINESE
    choices = {
        "parties": _choices(frame),
        "indicators": [(key, one.label.spoken(language)) for key, one in indicators().items()],
        "years": years_with_returns(),
    }
    return answer(request, _deed(frame, say("Add an objective"), ObjectiveForm, act, **choices))


def _frozen(objective: Objective) -> list[Sentence]:
    """The baseline that was counted."""
    if not objective.source:
        return []
    indicator = indicators()[objective.indicator]
    amount, _, pupils = objective.source.partition("/")
    return [
        say(
            "The baseline of {year} is {value} ({unit}): {amount} for {pupils} pupils. It stays as it is.",
            year=in_words(int(objective.baseline_year)),
            value=objective.baseline,
            unit=indicator.unit,
            amount=amount,
            pupils=pupils,
        )
    ]


@writers
def task(request: HttpRequest, frame: Frame) -> HttpResponse:
    def act(filled: dict[str, Any]) -> Done:
        add_task(frame.alliance.public_id, Task(**_texts(filled)), seen=filled["seen"], by=frame.actor)
        return done(frame, *_tells(frame))

    return answer(request, _deed(frame, say("Add a task"), TaskForm, act, parties=_choices(frame)))


@writers
def gift(request: HttpRequest, frame: Frame) -> HttpResponse:
    def act(filled: dict[str, Any]) -> Done:
        add_gift(frame.alliance.public_id, Gift(**_texts(filled)), seen=filled["seen"], by=frame.actor)
        return done(frame, *_tells(frame))

    return answer(request, _deed(frame, say("Add what a side gives"), GiftForm, act, parties=_choices(frame)))


@writers
def without_gift(request: HttpRequest, frame: Frame, at: int) -> HttpResponse:
    return _without(request, frame, at, lines=lambda text: text.given, remove=remove_gift)


@writers
def without_objective(request: HttpRequest, frame: Frame, at: int) -> HttpResponse:
    return _without(request, frame, at, lines=lambda text: text.objectives, remove=remove_objective)


@writers
def without_task(request: HttpRequest, frame: Frame, at: int) -> HttpResponse:
    return _without(request, frame, at, lines=lambda text: text.plan, remove=remove_task)


Line = Gift | Objective | Task


def _without(
    request: HttpRequest,
    frame: Frame,
    at: int,
    *,
    lines: Callable[[Content], Sequence[Line]],
    remove: Callable[..., None],
) -> HttpResponse:
    """Take a line out; `at` counts from 0 those of the text as it is written, whoever has left since."""
    written, kept = lines(content_of(text_now(frame.alliance).content)), lines(_content(frame))
    if at >= len(written):
        return line_gone(request, frame)

    def act(filled: dict[str, Any]) -> Done:
        place = sum(one in kept for one in written[:at])
        remove(frame.alliance.public_id, place, seen=filled["seen"], by=frame.actor)
        return done(frame, *_tells(frame))

    deed = _deed(frame, say("Take out: {text}", text=_said(written[at])), Seen, act)
    deed = replace(deed, verb=say("Take it out"))
    if written[at] not in kept:
        gone = say("Its party has left: the next agreement leaves it out by itself.")
        deed = replace(deed, lead=gone, shut=True)
    return answer(request, deed)


def _said(line: Line) -> str:
    if isinstance(line, Gift):
        return line.what
    return line.task if isinstance(line, Task) else line.text


@for_those(lambda frame: frame.asked.party and frame.state in LIVING)
def join(request: HttpRequest, frame: Frame) -> HttpResponse:
    """The next agreement names a school that joins; it signs with all the others."""

    def act(filled: dict[str, Any]) -> Done:
        school = school_called(filled["school"], frame.day, field="school")
        let_join(frame.alliance.public_id, filled["role"], school, seen=filled["seen"], by=frame.actor)
        return done(frame, *_tells(frame))

    roles = roles_with_room(frame.form, [*frame.parties, *frame.newcomers])
    deed = _deed(frame, say("Let a school join"), JoinForm, act, roles=roles)
    lead = say(
        "The next agreement names it, and it signs with all the others: write beside what it gives. When the bureau "
        "has approved, it is a member from the day on which that agreement takes effect."
    )
    full = say("This form has no room for another school.")
    return answer(request, replace(deed, lead=lead if roles else full, shut=not roles))


def _deed(frame: Frame, title: Any, form: Any, act: Any, **choices: Any) -> Deed:
    initial = {"seen": frame.alliance.turn, **choices.pop("initial", {})}
    return Deed(
        title=title,
        verb=title,
        form=form,
        act=act,
        lead=_what_becomes_of_it(frame),
        crumbs=frame.crumbs,
        initial=initial,
        choices=choices,
    )


def _what_becomes_of_it(frame: Frame) -> Sentence:
    if frame.state not in LIVING:
        return say("Every change after the offer makes a new version, which all sign again.")
    return say(
        "As long as nobody has signed the next agreement, its writer changes it where it stands; every other change "
        "makes a new version, which all sign again."
    )


def _tells(frame: Frame) -> list[Any]:
    """What the change did, from the record itself."""
    frame.alliance.refresh_from_db()
    version = latest_version(frame.alliance)
    return [say("Version {number} of the agreement is written; nobody has signed it.", number=version.number)]


def _content(frame: Frame) -> Content:
    """The latest text; of an alliance that lives on, for those who are its members now."""
    content = content_of(text_now(frame.alliance).content)
    living = frame.state in LIVING
    return with_parties(content, frame.parties, coming=frame.newcomers) if living else content


def _choices(frame: Frame) -> list[tuple[str, str]]:
    """The parties, and those who are to join."""
    return [*frame.choices, *((one.party, one.name) for one in frame.newcomers)]


def _texts(filled: dict[str, Any]) -> dict[str, str]:
    """The values as the agreement keeps them: numbers and days as they are written."""
    return {
        name: "" if value is None else f"{value:f}" if hasattr(value, "quantize") else str(value)
        for name, value in filled.items()
        if name != "seen"
    }


def roles_filled(kind: Form, filled: dict[str, Any]) -> list[tuple[str, str]]:
    """(role, public id) of what was filled in; a school by its name or code."""
    found = []
    for role in kind.roles:
        name = f"role_{role.code}"
        if kind.of == PartyKind.DISTRICTS:
            found += [(role.code, one) for one in filled[name]]
            continue
        for line in filled[name].splitlines():
            if line.strip():
                found.append((role.code, school_called(line.strip(), localdate(), field=name)))
    return found
