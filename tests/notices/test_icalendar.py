"""The calendar as RFC 5545 writes it."""

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from lianmeng.notices.rules.icalendar import LONGEST, Event, calendar, escaped, folded


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_folding_keeps_every_line_short_and_loses_nothing(text: str) -> None:
    written = folded(text)
    assert all(len(line.encode()) <= LONGEST for line in written.split("\r\n"))
    assert written.replace("\r\n ", "") == text


def test_a_letter_of_several_bytes_is_never_cut() -> None:
    lines = folded("SUMMARY:" + "联盟" * 40).split("\r\n")
    assert len(lines) > 3
    assert all(line.startswith(" ") for line in lines[1:])


def test_text_is_escaped_and_cannot_begin_a_line_of_its_own() -> None:
    assert escaped("a\\b;c,d\r\nEND:VCALENDAR\x07\r") == "a\\\\b\\;c\\,d\\nEND:VCALENDAR"


def test_an_event_takes_its_whole_day() -> None:
    made = datetime(2026, 9, 1, 8, 30, tzinfo=UTC)
    text = calendar("Due", [Event("n1", date(2026, 12, 31), made, "Sign, please", "You lead a party.")])
    assert text.endswith("END:VCALENDAR\r\n")
    assert text.count("\n") == text.count("\r\n")
    lines = text.split("\r\n")
    for line in (
        "UID:n1@lianmeng",
        "DTSTAMP:20260901T083000Z",
        "DTSTART;VALUE=DATE:20261231",
        "DTEND;VALUE=DATE:20270101",
        "SUMMARY:Sign\\, please",
    ):
        assert line in lines
