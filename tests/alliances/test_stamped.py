"""Stamped papers stand for signatures: the bureau files them, but nobody of it who is tied to a party."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.alliances.conftest import (
    CITY_OFFICER,
    TODAY,
    alliance,
    digest,
    drafted,
    leader,
    step,
)
from tests.alliances.test_pages import page, sent, signed_in
from tests.alliances.test_photos import brought

from lianmeng.alliances.actions.drafting import change
from lianmeng.alliances.actions.signing import offer, sign
from lianmeng.alliances.actions.steps import declare_interest
from lianmeng.alliances.models import Signature
from lianmeng.core.actors import Actor
from lianmeng.documents.models import File
from lianmeng.people.models import Account

pytestmark = pytest.mark.usefixtures("city")


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def test_an_officer_who_is_tied_to_a_party_files_no_paper_and_another_one_does() -> None:
    made = drafted()
    offer(made, seen=None, by=leader("a"))
    tied, other = signed_in("city_officer", "city"), signed_in("district_officer", "d1")
    account = Account.objects.get(username="city_officer-city").public_id
    declare_interest(made, "My sister teaches there", by=Actor(account, CITY_OFFICER.roles))
    home = f"/en/alliances/{made}/"
    assert f"{home}sign/" not in page(tied, home)
    assert f"{home}scan/" not in page(tied, home)
    filed = {"party": "c", "paper": "Folder 1"}  # words are no paper
    assert "You declared a conflict of interest" in page(tied, f"{home}sign/")
    for refused in (
        sent(tied, f"{home}sign/", **filed),
        tied.post(f"{home}scan/", {"party": "c", "file": brought()}),
    ):
        assert refused.status_code == 422
        assert "You declared a conflict of interest" in refused.content.decode()
    assert not Signature.objects.exists()
    assert "File a stamped paper" in page(other, home)
    assert "Bring the scan of the paper that the party stamped" in page(other, f"{home}sign/")
    refused = sent(other, f"{home}sign/", **filed)
    assert refused.status_code == 422
    assert "The bureau signs for no party" in refused.content.decode()
    assert other.post(f"{home}scan/", {"party": "c", "file": brought()}).status_code == 302
    filed["scan"] = File.objects.get(kind="scan").public_id
    assert sent(other, f"{home}sign/", **filed).status_code == 302
    assert Signature.objects.get().capacity == "paper"
    assert "Stamped paper, scanned" in page(other, home)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xd8\xff" + bytes(21 * 2**20), "at most 20 MB"),
        (b"MZ" + bytes(99), "This is no scan"),
        (b"hello", "This is no scan"),
    ],
)
def test_what_is_no_scan_is_not_kept_and_signs_nothing(content: bytes, said: str) -> None:
    made, client = drafted(), signed_in("school_leader", "c")
    offer(made, seen=None, by=leader("a"))
    answered = client.post(f"/en/alliances/{made}/scan/", {"party": "c", "file": brought(content)})
    assert answered.status_code == 422
    assert said in answered.content.decode()
    assert not File.objects.exists()


def test_the_bureau_files_papers_only_of_what_is_to_be_signed() -> None:
    made, client = drafted(), signed_in("district_officer", "d1")
    way, home = "File a stamped paper", f"/en/alliances/{made}/"
    assert way not in page(client, home)
    offer(made, seen=None, by=leader("a"), day=TODAY)
    assert way in page(client, home)
    for party in "ac":
        sign(made, party, digest(made), by=leader(party))
    assert way not in page(client, home)
    step(made, "approve")
    change(made, lambda was: replace(was, money="1"), seen=alliance(made).turn, by=leader("a"))
    assert way in page(client, home)
