"""Every word that a vocabulary or a form of alliance speaks stands in docs/words.md, with its Chinese beside it."""

import pkgutil
from collections.abc import Iterator
from enum import StrEnum
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import pytest
from tests.house.project import ROOT

import lianmeng
from lianmeng.alliances.queries.forms import forms
from lianmeng.core import roles
from lianmeng.core.language import CHINESE, ENGLISH, spoken
from lianmeng.core.sentences import Sentence

Pair = tuple[str, str]


def kinds() -> Iterator[type[StrEnum]]:
    domains = (
        f"lianmeng.{one.name}.vocabulary" for one in pkgutil.iter_modules(lianmeng.__path__) if one.ispkg
    )
    for module in (roles, *(import_module(name) for name in domains if find_spec(name))):
        for one in vars(module).values():
            if isinstance(one, type) and issubclass(one, StrEnum) and one.__module__ == module.__name__:
                yield one


def said(label: Any) -> Pair:
    if isinstance(label, Sentence):
        return spoken(label, ENGLISH), spoken(label, CHINESE)
    return label.spoken(ENGLISH), label.spoken(CHINESE)


def spoken_words() -> dict[str, list[Pair]]:
    found = {
        f"{kind.__module__}.{kind.__name__}": [said(one.label) for one in kind if hasattr(one, "label")]
        for kind in kinds()
    }
    return found | {form.code: [said(one.label) for one in (form, *form.roles)] for form in forms()}


def pairs(text: str) -> set[Pair]:
    """By the rows of its tables; a cell may list several words, in the same order in both languages."""
    found = set()
    for row in text.splitlines():
        english, chinese = ([*row.split("|"), "", "", ""])[1:3]
        for marks in (("\0", "\0"), (";", "；"), (",", "、")):
            both = [
                [one.strip() for one in cell.split(mark)]
                for cell, mark in zip((english, chinese), marks, strict=True)
            ]
            found |= {(one.casefold(), other) for one, other in zip(*both, strict=False)}
    return found


WORDS = spoken_words()


@pytest.mark.parametrize("kind", sorted(WORDS))
def test_its_words_stand_in_the_list(kind: str) -> None:
    known = pairs((ROOT / "docs" / "words.md").read_text("utf-8"))
    missing = [
        f"{english} | {chinese}"
        for english, chinese in WORDS[kind]
        if (english.casefold(), chinese) not in known
    ]
    assert missing == [], "add them to docs/words.md, each with what it means"


def test_there_are_words_of_every_part() -> None:
    assert {"lianmeng.alliances.vocabulary.State", "lianmeng.ledger.vocabulary.Unit", "twinning"} <= set(
        WORDS
    )
    assert all(WORDS[kind] for kind in ("lianmeng.alliances.vocabulary.State", "lianmeng.core.roles.Role"))


def test_a_word_with_other_chinese_is_not_the_same_word() -> None:
    known = pairs("| English | 中文 |\n| draft, offer | 草案、提请 |\n| a, b; c | 甲；乙 |\n")
    assert ("offer", "提请") in known
    assert ("draft", "提请") not in known
    assert {("a, b", "甲"), ("c", "乙")} <= known
