"""A first guess of the columns' roles from the headings, for a person to correct."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib import resources
from typing import Any

from lianmeng.balance.rules.columns import Columns, Resource
from lianmeng.core.language import CHINESE
from lianmeng.standards.rules import Measure
from lianmeng.standards.vocabulary import Words

_LONE_ROLES = ("group", "year", "school", "code", "pupils", "longitude", "latitude", "kind")


@cache
def _words() -> Mapping[str, Any]:
    return tomllib.loads(
        resources.files("lianmeng.balance").joinpath("data/headings.toml").read_text("utf-8")
    )


def _folded(heading: str) -> str:
    return re.sub(r"[\s._\-]", "", heading).lower()


def _lone(role: str, folded: Mapping[str, str]) -> str:
    words = _words()[role]
    whole = (heading for word in words["is"] for key, heading in folded.items() if key == word)
    part = (heading for word in words["has"] for key, heading in folded.items() if word in key)
    return next(whole, "") or next(part, "")


def _resources(folded: Mapping[str, str], known_names: Mapping[str, str], language: str) -> list[Resource]:
    """Columns named as an indicator of the standard, then the sums that the word list knows."""
    found = [Resource(name, (folded[key],)) for key, name in known_names.items() if key in folded]
    for entry in _words()["resource"]:
        fits = next(
            (names for names in entry["all_of"] if all(_folded(name) in folded for name in names)), None
        )
        if fits is not None:
            found.append(
                Resource(
                    Words(**entry["name"]).spoken(language), tuple(folded[_folded(name)] for name in fits)
                )
            )
    return found


def guess_columns(
    headings: Sequence[str], measures: Sequence[Measure] = (), *, language: str = CHINESE
) -> Columns:
    """The roles that the headings suggest; what is not recognised stays empty, and nothing is used twice.

    A heading that is called as one of the `measures` becomes that indicator; names come in the language asked for.
    """
    folded = {_folded(heading): heading for heading in reversed(headings) if heading}
    lone: dict[str, Any] = {}
    for role in _LONE_ROLES:
        lone[role] = _lone(role, folded)
        folded = {key: heading for key, heading in folded.items() if heading != lone[role]}
    known = {_folded(name): one.indicator.label.spoken(language) for one in measures for name in one.names}
    group, pupils = lone.pop("group"), lone.pop("pupils")
    found = Columns(
        (group,) if group else (), (pupils,) if pupils else (), tuple(_resources(folded, known, language))
    )
    return replace(found, **lone)


def guess_stage(texts: Sequence[str]) -> str:
    """The stage that the texts speak of; empty where they speak of none, or of more than one."""
    said = " ".join(texts).lower()
    named = [stage for stage, words in _words()["stage"].items() if any(word in said for word in words)]
    return named[0] if len(named) == 1 else ""
