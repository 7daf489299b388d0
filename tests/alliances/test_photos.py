"""Photos of activities and scans of stamped papers."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.alliances.conftest import CITY_OFFICER, TODAY, alliance, approved, digest, drafted, leader
from tests.alliances.test_activities import lesson
from tests.alliances.test_pages import BUDGET, sent, signed_in
from tests.documents.test_files import picture, placed

from lianmeng.alliances.actions.activities import confirm_activity, record_activity
from lianmeng.alliances.actions.photos import add_photo, add_scan, remove_photo
from lianmeng.alliances.actions.signing import offer
from lianmeng.audit.actions import erase_what_is_over
from lianmeng.core.actors import OPERATOR
from lianmeng.core.refusal import Refused
from lianmeng.documents.actions.files import clear_orphans
from lianmeng.documents.models import File
from lianmeng.documents.queries.store import path_of
from lianmeng.ledger.queries.entries import seen_entries
from lianmeng.ledger.queries.limits import limits
from lianmeng.ledger.rules.signs import signs

pytestmark = pytest.mark.usefixtures("city")


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def brought(content: bytes | None = None, name: str = "IMG_1.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, placed() if content is None else content)


def recorded(made: str, title: str = "Lesson") -> str:
    return record_activity(made, lesson(title=title), by=leader("a"))


def test_a_photo_is_shown_to_the_parties_and_the_bureau_alone() -> None:
    made = approved()
    activity = recorded(made)
    base = f"/en/alliances/{made}/activities/{activity}/photos/"
    client = signed_in("school_leader", "a")
    assert client.post(f"{base}add/", {"file": brought()}).status_code == 302
    photo = File.objects.get(kind="photo")
    page = client.get(f"/en/alliances/{made}/").content.decode()
    assert f"{base}{photo.public_id}/?small" in page
    for address in (f"{base}{photo.public_id}/", f"{base}{photo.public_id}/?small"):
        shown = client.get(address)
        assert (shown.status_code, shown.headers["Content-Type"]) == (200, "image/jpeg")
        assert shown.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in shown.headers["Content-Security-Policy"]
        assert shown.headers["Cache-Control"] == "private, no-store"
        assert b"Li Lei" not in shown.content
    for role, place, status in (
        ("city_officer", "city", 200),
        ("evaluator", "city", 403),
        ("teacher", "f", 403),
    ):
        assert signed_in(role, place).get(f"{base}{photo.public_id}/").status_code == status
    assert base not in signed_in("evaluator", "b").get(f"/en/alliances/{made}/").content.decode()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xd8\xff" + bytes(40 * 2**20), "at most 20 MB"),
        (b"MZ" + bytes(99), "program"),
        (b"<svg>", "program"),
    ],
)
def test_what_is_no_photo_keeps_nothing_and_says_what_to_do(content: bytes, said: str) -> None:
    made = approved()
    address = f"/en/alliances/{made}/activities/{recorded(made)}/photos/add/"
    answered = signed_in("school_leader", "a").post(address, {"file": brought(content)})
    assert answered.status_code == 422
    assert said in answered.content.decode()
    assert not File.objects.exists()


def test_photos_come_before_the_last_confirmation_and_each_once() -> None:
    made = approved()
    activity = recorded(made)
    add_photo(activity, brought(), by=leader("c"))
    with pytest.raises(Refused, match="here already"):
        add_photo(activity, brought(name="other.jpg"), by=leader("a"))
    with pytest.raises(Refused, match="by the parties"):
        add_photo(activity, brought(picture("PNG")), by=leader("f"))
    confirm_activity(activity, "c", by=leader("c"))
    with pytest.raises(Refused, match="stay as they saw"):
        add_photo(activity, brought(picture("PNG")), by=leader("a"))


def test_the_same_photo_with_two_activities_is_a_sign() -> None:
    made = approved()
    for title in ("First", "Second"):
        activity = recorded(made, title)
        add_photo(activity, brought(name=f"{title}.jpg"), by=leader("a"))
        confirm_activity(activity, "c", by=leader("c"))
    found = [one for one in signs(seen_entries(made), limits()) if one.kind == "same_photo"]
    assert [(one.school, len(one.about)) for one in found] == [("a", 2)]


def test_a_photo_is_taken_away_and_its_content_cleared() -> None:
    made = approved()
    activity = recorded(made)
    photo = add_photo(activity, brought(), by=leader("a"))
    row = File.objects.get(public_id=photo)
    with pytest.raises(Refused, match="parties or the bureau"):
        remove_photo(activity, photo, by=leader("f"))
    assert clear_orphans(-1) == 0
    answered = sent(
        signed_in("city_officer", "city"),
        f"/en/alliances/{made}/activities/{activity}/photos/{photo}/remove/",
    )
    assert answered.status_code == 302
    assert clear_orphans() == 0  # too young: an action may still be at work
    assert clear_orphans(-1) == 2
    assert not path_of(row.digest).exists()


def test_a_photo_is_forgotten_when_its_time_is_over() -> None:
    made = approved()
    photo = add_photo(recorded(made), brought(), by=leader("a"))
    erase_what_is_over(by=OPERATOR)
    assert File.objects.filter(public_id=photo).exists()
    File.objects.update(counted_from=TODAY - timedelta(days=1100))
    os.utime(path_of(File.objects.get().digest), (0, 0))
    erase_what_is_over(by=OPERATOR)
    assert not File.objects.filter(public_id=photo).exists()


def test_the_stamped_paper_stands_for_a_signature_by_its_scan() -> None:
    made = drafted("twinning", (("lead", "a"), ("partner", "c")))
    offer(made, seen=None, by=leader("a"))
    officer = signed_in("city_officer", "city")
    kept = officer.post(f"/en/alliances/{made}/scan/", {"party": "c", "file": brought(name="x.exe")})
    assert kept.status_code == 302
    scan = File.objects.get(kind="scan")
    answered = sent(
        officer, f"/en/alliances/{made}/sign/", party="c", scan=scan.public_id, digest=digest(made)
    )
    assert answered.status_code == 302
    signature = alliance(made).agreements.get().signatures.get()
    assert (signature.capacity, scan.digest in signature.paper) == ("paper", True)
    address = f"/en/alliances/{made}/agreement/1/scans/{scan.public_id}/"
    assert address in officer.get(f"/en/alliances/{made}/agreement/1/").content.decode()
    assert (
        signed_in("school_leader", "c").get(address).headers["Content-Disposition"].startswith("attachment")
    )
    assert signed_in("school_leader", "f").get(address).status_code == 404  # a draft is not there for others


def test_a_scan_is_brought_by_whom_it_concerns() -> None:
    made = approved()
    with pytest.raises(Refused, match="party that stamped it"):
        add_scan(made, "c", brought(), by=leader("f"))
    with pytest.raises(Refused, match="party that stamped it"):
        add_scan(made, "f", brought(), by=CITY_OFFICER)


def test_the_page_asks_as_often_with_photos_as_without() -> None:
    made = approved()
    client, counts = signed_in("school_leader", "a"), []
    for number in range(3):
        activity = recorded(made, f"Lesson {number}")
        for size in range(number):
            add_photo(activity, brought(picture("PNG", (60 + size, 40))), by=leader("a"))
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/en/alliances/{made}/")
        counts.append(len(queries))
    assert counts[1] == counts[2] <= BUDGET, counts
