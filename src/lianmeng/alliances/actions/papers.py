"""The official documents that follow from a step."""

from __future__ import annotations

from datetime import date

from lianmeng.alliances.actions.holding import Held, Taking
from lianmeng.alliances.models import Agreement, Signature
from lianmeng.alliances.queries.forms import form_named
from lianmeng.alliances.queries.papers import stands_for, words
from lianmeng.alliances.queries.parties import names_on
from lianmeng.alliances.queries.record import hand_overs
from lianmeng.alliances.rules.content import Content, content_of
from lianmeng.alliances.rules.form import Form
from lianmeng.alliances.rules.papers import (
    IN_TURN,
    PAPERS,
    Case,
    Lines,
    agreement_lines,
    paper_about,
    written,
)
from lianmeng.alliances.vocabulary import Ground, HandOverKind, PartyKind
from lianmeng.core.language import CHINESE, spoken
from lianmeng.core.roles import CITY
from lianmeng.documents.actions.issuing import end_documents, issue
from lianmeng.documents.rules.paper import BETWEEN, chinese_day
from lianmeng.ledger.vocabulary import Unit
from lianmeng.schools.queries import city_name
from lianmeng.standards.queries.indicators import indicators


def issue_papers(held: Held, code: str, taking: Taking) -> None:
    """Number what the step calls for, in the same transaction. The parties' papers end with the alliance."""
    subject = ("alliance", held.alliance.public_id)
    for kind in PAPERS.get(code, ()):
        paper = paper_about(_case(held, kind, taking), words())
        issue(paper, subject=subject, by=held.by, place=held.place, supersedes=kind in IN_TURN)
    if code == "end":
        end_documents(subject, IN_TURN, taking.on)


def _case(held: Held, kind: str, taking: Taking) -> Case:
    form, version = form_named(held.alliance.form), held.alliance.in_force
    assert version is not None  # what no bureau approved has no papers
    content, names = content_of(version.content), _names(held, form, taking.on)
    roles = {one.party: form.role(one.role) for one in held.parties}
    parts = {party: role.label.zh if role else "" for party, role in roles.items()}
    lines: Lines = {}
    if kind == "agreement":
        lines = _agreed(version, content, names, parts)
    elif kind == "hand_over":
        lines = {"hand_overs": _handed(held, names)}
    return Case(
        kind=kind,
        bureau=_bureau(held, taking.on),
        names=names,
        parts=parts,
        day=taking.on,
        values=_values(held, taking, form, version) | {"names": BETWEEN.join(names.values())},
        lines=lines,
    )


def _values(held: Held, taking: Taking, form: Form, version: Agreement) -> dict[str, str]:
    content = content_of(version.content)
    ground = held.alliance.ground
    return {
        "title": content.title,
        "form": form.label.zh,
        "version": str(version.number),
        "digest": version.digest,
        "since": written(content.since),
        "until": written(content.until),
        "money": content.money,
        "exit_criteria": content.exit_criteria,
        "hand_back": content.hand_back,
        "reason": taking.reason.strip(),
        "evidence": taking.evidence.strip(),
        "deadline": chinese_day(taking.deadline) if taking.deadline else "",
        "authoriser": taking.authoriser.strip(),
        "day": chinese_day(taking.on),
        "ground": spoken(Ground(ground).label, CHINESE) if ground else "",
    }


def _agreed(version: Agreement, content: Content, names: dict[str, str], parts: dict[str, str]) -> Lines:
    said = words()["agreement"]["lines"]
    signatures = [
        said["signatures"].format(
            name=names.get(one.party, ""),
            day=chinese_day(one.day),
            capacity=spoken(stands_for(one.capacity, one.paper).label, CHINESE),
        )
        for one in Signature.objects.filter(agreement=version)
    ]
    parties = [said["parties"].format(role=parts[party], name=name) for party, name in names.items()]
    return {**agreement_lines(content, names, said, _units()), "parties": parties, "signatures": signatures}


def _units() -> dict[str, str]:
    """What indicators and gifts are counted in, as documents write it."""
    counted = {key: one.unit.spoken(CHINESE) for key, one in indicators().items()}
    return counted | {one.value: spoken(one.label, CHINESE) for one in Unit}


def _handed(held: Held, names: dict[str, str]) -> list[str]:
    said, found = words()["hand_over"]["lines"], []
    listed = hand_overs(held.alliance)
    for kind in HandOverKind:
        found.append(said["head"].format(kind=spoken(kind.label, CHINESE)))
        some = [one for one in listed if one.kind == kind.value and not one.nothing]
        found += [
            said["line"].format(
                at=at,
                text=one.text,
                name=names.get(one.receiver, ""),
                due=chinese_day(one.due) if one.due else "",
            )
            for at, one in enumerate(some, 1)
        ] or [words()["nothing"]]
    return found


def _names(held: Held, form: Form, day: date) -> dict[str, str]:
    """Parties as they are called in documents: a district signs by its bureau."""
    called = names_on([one.party for one in held.parties], day)
    if form.of != PartyKind.DISTRICTS:
        return {one.party: called.get(one.party, one.party) for one in held.parties}
    return {
        one.party: words()["bureau"].format(place=called.get(one.party, one.party)) for one in held.parties
    }


def _bureau(held: Held, day: date) -> str:
    """The authority that acts: the city's bureau, or that of the only district."""
    if held.by.is_city_officer or held.place == CITY:
        place = city_name(day)
    else:
        place = names_on([held.place], day).get(held.place, "")
    return str(words()["bureau"].format(place=place))
