"""A calendar that other programs subscribe to, as RFC 5545 writes it: lines of 75 bytes, ended by CR LF."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

LONGEST = 75  # bytes of a line without its end (RFC 5545, 3.1)


@dataclass(frozen=True, slots=True)
class Event:
    """Something due on a whole day."""

    name: str
    day: date
    made_at: datetime
    summary: str
    description: str
    address: str = ""


def calendar(title: str, events: Iterable[Event]) -> str:
    head = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Lianmeng//Notices//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        folded(f"X-WR-CALNAME:{escaped(title)}"),
    )
    return "".join([*(f"{line}\r\n" for line in head), *map(_written, events), "END:VCALENDAR\r\n"])


def escaped(text: str) -> str:
    """A value of type TEXT; other control characters have no place in it."""
    for plain, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\n"), ("\n", "\\n")):
        text = text.replace(plain, written)
    if text.isprintable():
        return text
    return "".join(letter for letter in text if letter >= " " and letter != "\x7f")


def folded(line: str) -> str:
    """The line cut where 75 bytes are full, never inside of a letter; each further part begins with a blank."""
    if len(line.encode()) <= LONGEST:
        return line
    parts, room = [""], LONGEST
    for letter in line:
        size = len(letter.encode())
        if size > room:
            parts.append("")
            room = LONGEST - 1  # the blank counts
        parts[-1] += letter
        room -= size
    return "\r\n ".join(parts)


def _written(event: Event) -> str:
    """Only what people wrote, and an address, can be longer than a line."""
    url = folded(f"URL:{event.address}") + "\r\n" if event.address else ""
    return (
        "BEGIN:VEVENT\r\n"
        f"{folded(f'UID:{event.name}@lianmeng')}\r\n"
        f"DTSTAMP:{event.made_at.astimezone(UTC):%Y%m%dT%H%M%SZ}\r\n"
        f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}\r\n"
        f"DTEND;VALUE=DATE:{event.day + timedelta(days=1):%Y%m%d}\r\n"
        f"{folded(f'SUMMARY:{escaped(event.summary)}')}\r\n"
        f"{folded(f'DESCRIPTION:{escaped(event.description)}')}\r\n"
        f"{url}TRANSP:TRANSPARENT\r\nEND:VEVENT\r\n"
    )
