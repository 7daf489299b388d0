"""The days of an agreement that is written are told in words, as far as they are known."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.alliances.test_pages import page, signed_in

from lianmeng.alliances.actions.drafting import Beginning, begin
from lianmeng.core.actors import Actor
from lianmeng.core.roles import Role

pytestmark = pytest.mark.usefixtures("city")
OFFICER = Actor("o", frozenset({(Role.CITY_OFFICER.value, "city")}))
FIRST, LAST = {"since": date(2027, 9, 1)}, {"until": date(2030, 8, 31)}


@pytest.mark.parametrize(
    ("days", "english", "chinese"),
    [
        (FIRST | LAST, "from 1 September 2027 to 31 August 2030", "2027 年 9 月 1 日至 2030 年 8 月 31 日"),
        (FIRST, "from 1 September 2027, the last day not yet defined", "自 2027 年 9 月 1 日起，截止日待定"),
        (LAST, "until 31 August 2030, the first day not yet defined", "至 2030 年 8 月 31 日止，起始日待定"),
        ({}, "", ""),
    ],
)
def test_of_a_draft_both_pages_tell_what_is_written_of_its_term(
    days: dict[str, Any], english: str, chinese: str
) -> None:
    made = begin(Beginning("twinning", (("lead", "a"), ("partner", "c")), **days), by=OFFICER)
    client = signed_in("school_leader", "a")
    for language, told in (("en", english), ("zh-hans", chinese)):
        before = {"en": ("planned ", "Term: "), "zh-hans": ("拟定 ", "期限：")}[language]
        for address, word in zip(("", "agreement/1/"), before, strict=True):
            text = page(client, f"/{language}/alliances/{made}/{address}")
            assert (f"{word}{told}" in text) if told else word not in text, (language, address)
