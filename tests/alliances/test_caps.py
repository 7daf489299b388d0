"""Forms of one's own, and the limits that forms set: asked whenever an agreement comes into force."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from tests.alliances.conftest import (
    DECISION,
    TODAY,
    all_sign,
    alliance,
    approved,
    digest,
    filled,
    leader,
    signed,
    step,
)
from tests.alliances.test_forms import CHAIN, THIRTEENTH
from tests.alliances.test_pages import page, sent, signed_in
from tests.alliances.test_targets import sent as reported

from lianmeng.alliances.actions.drafting import change, latest_version
from lianmeng.alliances.actions.members import school_ended
from lianmeng.alliances.actions.signing import sign
from lianmeng.alliances.queries.forms import form_of, forms
from lianmeng.alliances.queries.own_files import SHIPPED
from lianmeng.alliances.queries.periods import periods, reminders
from lianmeng.alliances.vocabulary import Ground
from lianmeng.core.refusal import Refused
from lianmeng.schools.rules.years import school_year

pytestmark = pytest.mark.usefixtures("city")
YEAR = school_year(TODAY)
GROUP = (("core", "a"), ("member", "c"), ("member", "d"))


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LIANMENG_FORMS", str(tmp_path))
    return tmp_path


def test_a_thirteenth_form_is_begun_signed_and_approved(own: Path) -> None:
    (own / "13-club.toml").write_text(THIRTEENTH.replace("Chain", "Club"), "utf-8")
    officer = signed_in("city_officer", "city")
    assert "/en/alliances/begin/club/" in page(officer, "/en/alliances/begin/")
    begun = sent(officer, "/en/alliances/begin/club/", role_core="甲小学", role_member="乙小学\n丙小学")
    assert begun.status_code == 302
    made = begun.headers["Location"].rstrip("/").rpartition("/")[2]
    change(made, filled, seen=alliance(made).turn, by=leader("a"))
    all_sign(made, day=TODAY)
    step(made, "approve")
    assert (alliance(made).form, alliance(made).state) == ("club", "approved")
    assert alliance(made).number.startswith("JL-")
    assert "Club" in page(officer, f"/en/alliances/{made}/")


def test_an_agreement_keeps_the_version_of_its_form_until_the_next_one(own: Path) -> None:
    made = approved("chain", GROUP)
    (own / "10-chain.toml").write_text(
        CHAIN.replace("schools = 9", "schools = 2").replace("version = 1", "version = 2"), "utf-8"
    )
    assert form_of(alliance(made)).most_schools == 9
    assert page(signed_in("city_officer", "city"), f"/en/alliances/{made}/")
    step(made, "assess", deadline=TODAY.replace(year=TODAY.year + 1))
    step(made, "keep")
    change(made, lambda was: replace(was, money="1,000"), seen=None, by=leader("a"))
    with pytest.raises(Refused, match="3 schools are more than the 2"):
        sign(made, "a", digest(made), by=leader("a"))


def test_too_many_pupils_are_refused_with_names_and_numbers_and_the_missing_are_named() -> None:
    reported("a", YEAR, pupils=9_000)
    reported("c", YEAR, pupils=5_210)
    reported("c", YEAR, stage="junior", pupils="not_sent")
    made = signed("elite_group", GROUP)
    officer = signed_in("city_officer", "city")
    address = f"/en/alliances/{made}/step/approve/"
    decided = {**DECISION, "no_interest": "on", "seen": alliance(made).turn}
    shown = officer.post(address, decided).content.decode()
    silent = "2 schools sent no number of pupils, or not of every section: 丙小学, 丁小学. "
    assert "Please confirm" in shown
    assert f"{silent}Known pupils: 14,210 of at most 15,000." in shown
    reported("d", YEAR, pupils=791)
    refused = officer.post(address, {**decided, "confirmed": "1"})
    assert refused.status_code == 422
    assert (
        f"15,001 pupils by the returns of {YEAR}–{(YEAR + 1) % 100:02} are more than the 15,000 that “Elite group” "
        "allows: 甲小学 9,000, 丙小学 5,210, 丁小学 791."
    ) in refused.content.decode()
    assert alliance(made).state == "signed"


def test_the_limit_is_asked_again_when_a_next_agreement_is_approved_or_renewed() -> None:
    made = approved("elite_group", GROUP)
    change(made, lambda was: replace(was, money="1,000"), seen=None, by=leader("a"))
    for party in "acd":
        sign(made, party, digest(made), by=leader(party))
    reported("a", YEAR, pupils=15_001)
    with pytest.raises(Refused, match="15,001 pupils"):
        step(made, "approve_next")
    step(made, "assess", deadline=TODAY.replace(year=TODAY.year + 1))
    with pytest.raises(Refused, match="15,001 pupils"):
        step(made, "renew")
    in_force = alliance(made).in_force
    assert in_force is not None
    assert in_force.number == latest_version(alliance(made)).number - 1


def test_times_of_ones_own_take_the_place_of_the_shipped_ones(own: Path) -> None:
    assert (periods().reply_days, reminders().task) == (10, 7)
    (own / "periods.toml").write_text("reply_days = 15\nrectify_most_days = 200\n", "utf-8")
    shipped = (SHIPPED / "reminders.toml").read_text("utf-8")
    (own / "reminders.toml").write_text(shipped.replace("task = 7 ", "task = 3 "), "utf-8")
    assert (periods().reply_days, reminders().task, len(forms())) == (15, 3, 12)
    made = approved()
    step(made, "propose_end", by=leader("a"), ground=Ground.AGREEMENT)
    assert alliance(made).next_day == TODAY + timedelta(days=15)
    (own / "periods.toml").write_text("reply_days = 15\n", "utf-8")
    with pytest.raises(Refused, match="the key “rectify_most_days” is missing"):
        periods()


def test_a_successor_with_too_many_pupils_is_told_to_the_bureau() -> None:
    officer = signed_in("district_officer", "d1")
    made = approved("elite_group", GROUP)
    for school, pupils in {"a": 9_000, "d": 100, "f": 6_000}.items():
        reported(school, YEAR, pupils=pupils)
    school_ended("c", TODAY, successors=["f"], merged=True)
    assert alliance(made).state == "approved"
    assert "More pupils than its form allows" in page(officer, "/en/notices/")
