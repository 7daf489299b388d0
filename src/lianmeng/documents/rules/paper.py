"""What an official document says, its digest, and how its number and day are written."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import Sentence, say

_WRITING = tomllib.loads(
    (Path(__file__).resolve().parent.parent / "data" / "writing.toml").read_text("utf-8")
)
BETWEEN: str = _WRITING["between"]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of the body; a heading stands in bold."""

    text: str
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs at the end, in which part (empty if it is plain), and on which day."""

    name: str
    day: date
    part: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """The whole document before it has a number. `issuers`: the first one leads, its series gives the number."""

    kind: str
    issuers: tuple[str, ...]
    title: str
    body: tuple[Block, ...]
    signers: tuple[Signer, ...]
    day: date
    recipients: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        kept: dict[str, Any] = json.loads(json.dumps(asdict(self), default=str))
        return kept


def paper_of(kept: Mapping[str, Any]) -> Paper:
    """What `as_json` gave, read again."""
    signers = tuple(
        Signer(one["name"], date.fromisoformat(one["day"]), one["part"]) for one in kept["signers"]
    )
    body = tuple(Block(**one) for one in kept["body"])
    lists = {name: tuple(kept[name]) for name in ("issuers", "recipients", "attachments")}
    more = {"signers": signers, "body": body, "day": date.fromisoformat(kept["day"])}
    return Paper(**{**kept, **lists, **more})


def digest_of(paper: Paper, number: str) -> str:
    """SHA-256 of number and content as JSON with sorted keys and no blanks, in UTF-8: what the public page confirms."""
    said = {"number": number, **paper.as_json()}
    text = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def why_not_paper(paper: Paper) -> Sentence | None:
    """What is missing for a document that could be issued."""
    missing = [
        (not all(one.strip() for one in paper.issuers or ("",)), say("issuer")),
        (not paper.title.strip(), say("title")),
        (not paper.body or not all(one.text.strip() for one in paper.body), say("text")),
        (not paper.signers or not all(one.name.strip() for one in paper.signers), say("signature")),
    ]
    for absent, what in missing:
        if absent:
            return say("The document has no {what}. Fill it in, then issue it.", what=what)
    return None


def short_name(issuer: str) -> str:
    """How an issuer stands in its numbers."""
    bureau = _WRITING["bureau"]
    if not issuer.endswith(bureau["office"]):
        return issuer
    place = issuer.removesuffix(bureau["office"])
    whole = len(place) <= 2 or not place.endswith(tuple(bureau["endings"]))
    return str((place if whole else place[:-1]) + bureau["short"])


def number_of(issuer: str, word: str, year: int, at: int) -> str:
    return str(_WRITING["number"].format(short=short_name(issuer), word=word, year=year, at=at))


def bare_number(number: str) -> str:
    """As it was issued, whatever blanks and brackets somebody typed."""
    return "".join(number.split()).translate(str.maketrans(*_WRITING["brackets"]))


def chinese_day(day: date) -> str:
    return str(_WRITING["day"].format(day=day))


def check_letters(paper: Paper, covered: frozenset[str]) -> None:
    """Refused if the font lacks a character: it would print as an empty box."""
    texts = json.dumps(paper.as_json(), ensure_ascii=False)
    lacking = sorted(set(texts) - covered - {"\n", "\r", "\t"})
    if lacking:
        raise Refused(
            say(
                "The font has no {letters}. Put one that has them into the folder that LIANMENG_FONTS names.",
                letters=" ".join(lacking[:10]),
            )
        )
