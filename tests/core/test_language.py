"""A sentence in Chinese: the space between Chinese and Latin letters is set where a value needs it."""

from datetime import date

import pytest

from lianmeng.core.language import CHINESE, ENGLISH, spoken
from lianmeng.core.sentences import say, say_count


@pytest.mark.parametrize(
    ("value", "chinese"),
    [
        ("North", "与 North 结对"),
        ("北校", "与北校结对"),
        ("北校 B", "与北校 B 结对"),
        ("8中", "与 8中结对"),  # inside of a name nothing is touched
        ("“North”", "与“North”结对"),
        (7, "与 7 结对"),
        ("", "与结对"),
    ],
)
def test_a_value_stands_apart_where_two_scripts_meet(
    value: object, chinese: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lianmeng.core.language._catalogue", lambda _: _Catalogue("与{name}结对"))
    assert spoken(say("with {name}", name=value), CHINESE) == chinese


def test_a_sentence_within_a_sentence_is_spaced_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lianmeng.core.language._catalogue", lambda _: _Catalogue("并且{name}"))
    inner = say_count("{name}", "{name}", 2, name="X")
    assert spoken(say("and {name}", name=inner), CHINESE) == "并且并且 X"


def test_formats_and_braces_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "lianmeng.core.language._catalogue", lambda _: _Catalogue("占{share:.1f}%，{{{name!r}}}")
    )
    assert spoken(say("", share=2.25, name="北"), CHINESE) == "占 2.2%，{'北'}"


@pytest.mark.parametrize(
    ("language", "told"),
    [(ENGLISH, "A role begins on 1 September 2016."), (CHINESE, "角色自 2016 年 9 月 1 日起")],
)
def test_a_day_is_told_as_the_reader_writes_it(language: str, told: str) -> None:
    text = "A role begins on {day}." if language == ENGLISH else "角色自{day}起"
    sentence = say(text, day=date(2016, 9, 1))
    assert spoken(sentence, language) == told
    assert "2016-09-01" in str(sentence)


def test_english_is_left_as_it_is() -> None:
    assert spoken(say("with {name}: {share:.1f}", name="北校", share=1), ENGLISH) == "with 北校: 1.0"


class _Catalogue:
    """One text for every sentence."""

    def __init__(self, text: str) -> None:
        self._text = text

    def gettext(self, _: str) -> str:
        return self._text

    def ngettext(self, *_: object) -> str:
        return self._text
