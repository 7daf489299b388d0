"""Fills the audit, the security log and the list of files as after years; the digests vouch for nothing."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta

from django.utils import timezone

from lianmeng.audit.actions.mailing import close_days
from lianmeng.audit.models import Head, Line, Value
from lianmeng.imports.models import Import
from lianmeng.people.models import SecurityEvent

LINES, EVENTS, FILES, A_DAY = 100_000, 50_000, 300, 200


def fill_log(places: list[str], accounts: list[str], subject: str) -> None:
    """The lines of many days, at these places and by these accounts; the newest are about the school `subject`."""
    now = timezone.now()
    _fill_audit(places, accounts, subject, now)
    SecurityEvent.objects.bulk_create(
        [
            SecurityEvent(
                at=now - timedelta(minutes=at), happening="signed_in", account=accounts[at % len(accounts)]
            )
            for at in range(EVENTS)
        ],
        batch_size=2000,
    )
    Import.objects.bulk_create(_file(at, accounts[at % len(accounts)], now) for at in range(FILES))


def _fill_audit(places: list[str], accounts: list[str], subject: str, now: datetime) -> None:
    lines, counts = [], Counter[tuple[str, date]]()
    for at in range(LINES):
        moment, place = now - timedelta(days=at // A_DAY, seconds=at % A_DAY), places[at % len(places)]
        day = timezone.localdate(moment)
        counts[place, day] += 1
        line = Line(place=place, day=day, number=counts[place, day], at=moment, digest=f"{at:064x}")
        line.actor, line.text = accounts[at % len(accounts)], "Renamed {old} to {new}"
        if at < A_DAY:
            line.subject_kind, line.subject = "school", subject
        lines.append(line)
    Line.objects.bulk_create(lines, batch_size=2000)
    heads = (Head(place=place, day=day, count=count) for (place, day), count in counts.items())
    Head.objects.bulk_create(heads, batch_size=2000)
    keys = Line.objects.order_by("pk").values_list("pk", flat=True)
    values = (
        Value(line_id=key, name=name, value=f"第{key}小学", salt="0" * 32)
        for key in keys
        for name in ("old", "new")
    )
    Value.objects.bulk_create(values, batch_size=2000)
    close_days()  # as every night


def _file(at: int, account: str, now: datetime) -> Import:
    return Import(
        kind="schools",
        file_name=f"{at}.csv",
        state="applied",
        asked_by=account,
        uploaded_at=now - timedelta(days=at),
        applied_at=now - timedelta(days=at),
        files_gone_at=now,
        counts={"new": 1, "changed": 2, "unchanged": 3, "gone": 0, "refused": 0},
    )
