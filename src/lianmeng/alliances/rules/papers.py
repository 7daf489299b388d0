"""What the official documents about an alliance say: texts of a data file, filled in. They are Chinese."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from lianmeng.alliances.rules.content import Content
from lianmeng.documents.rules.paper import BETWEEN, Block, Paper, Signer, chinese_day
from lianmeng.schools.rules.years import in_words

# Which documents follow from a step of the life, in this order.
PAPERS: dict[str, tuple[str, ...]] = {
    "approve": ("agreement", "approval"),
    "approve_next": ("agreement", "approval"),
    "renew": ("agreement", "approval"),
    "award": ("award",),
    "criticise": ("criticism",),
    "rectify": ("rectification",),
    "fail_check": ("rectification",),
    "end": ("hand_over",),
}
OF_PARTIES = ("agreement", "hand_over")  # issued by the parties themselves; the others by the bureau
IN_TURN = (
    "agreement",
    "approval",
)  # the next one takes the place of the one before; they end with the alliance
MOST_ISSUERS = 3  # more, and the first page would hold nothing but their names: then the first stands for all

Lines = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Case:
    """What a document is about. `names`: party to name; `values` fill the braces, `lines` those that are lists."""

    kind: str
    bureau: str
    names: Mapping[str, str]
    parts: Mapping[str, str]
    day: date
    values: Mapping[str, str]
    lines: Lines


def paper_about(case: Case, words: Mapping[str, Any]) -> Paper:
    text, names = words[case.kind], tuple(case.names.values())
    of_parties = case.kind in OF_PARTIES
    issuers = names if of_parties else (case.bureau,)
    return Paper(
        kind=case.kind,
        issuers=issuers if len(issuers) <= MOST_ISSUERS else issuers[:1],
        title=(("" if of_parties else case.bureau) + text["title"].format(**case.values))[:300],
        body=tuple(_blocks(text["body"], case, words["numerals"])),
        signers=tuple(_signers(case)) if of_parties else (Signer(case.bureau, case.day),),
        day=case.day,
        recipients=() if of_parties else names,
        attachments=tuple(one.format(**case.values) for one in text.get("attachments", ())),
    )


def agreement_lines(
    content: Content, case_names: Mapping[str, str], words: Mapping[str, str], units: Mapping[str, str]
) -> Lines:
    """Objectives, tasks and what each gives, one sentence each; empty lists are not signed, so none is empty.

    `units` are those of the indicators and of what is given, by their keys.
    """
    objectives = []
    for at, one in enumerate(content.objectives, 1):
        line = words["objective_measured" if one.indicator else "objective_described"]
        told = {"at": at, "name": case_names.get(one.party, ""), "text": one.text, "due": written(one.due)}
        told |= {
            "baseline": one.baseline,
            "baseline_year": in_words(int(one.baseline_year)) if one.baseline_year else "",
            "target": one.target,
        }
        told["unit"] = units.get(one.indicator, "")
        objectives.append(line.format(**told, evidence=one.evidence))
    tasks = [
        words["tasks_evidence" if one.evidence else "tasks"].format(
            at=at,
            task=one.task,
            name=case_names.get(one.owner, ""),
            due=written(one.due),
            evidence=one.evidence,
        )
        for at, one in enumerate(content.plan, 1)
    ]
    gives = [
        words["gives_counted" if one.quantity else "gives"].format(
            at=at,
            name=case_names.get(one.giver, ""),
            receiver=case_names.get(one.receiver, "") or words["others"],
            what=one.what,
            quantity=one.quantity,
            unit=units.get(one.unit, ""),
        )
        for at, one in enumerate(content.given, 1)
    ]
    return {"objectives": objectives, "tasks": tasks, "gives": gives}


def written(day: str) -> str:
    return chinese_day(date.fromisoformat(day)) if day else ""


def _blocks(texts: Iterable[str], case: Case, numerals: str) -> Iterable[Block]:
    """Headings, and items that are whole sentences, are numbered 一、二、… as they come."""
    at = 0
    for text in texts:
        name = text.strip("{}")
        for line in case.lines.get(name, (text,)):
            told = line if name in case.lines else text.format(**case.values)
            if line.startswith(("# ", "- ")):  # in the words of the file, never in what somebody typed
                at += 1
                yield Block(numeral(at, numerals) + BETWEEN + told[2:], heading=line.startswith("#"))
            else:
                yield from (Block(part.strip()) for part in told.splitlines() if part.strip())


def numeral(at: int, numerals: str) -> str:
    """一 to 十九."""
    return numerals[at - 1] if at <= len(numerals) else f"{numerals[-1]}{numerals[at - len(numerals) - 1]}"


def _signers(case: Case) -> Iterable[Signer]:
    return (Signer(name, case.day, case.parts.get(party, "")) for party, name in case.names.items())
