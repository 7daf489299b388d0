"""The official documents that follow from the steps of an alliance."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from pypdf import PdfReader
from tests.alliances.conftest import TODAY, approved, filled, leader, officer, signed, step
from tests.alliances.test_pages import page, signed_in

from lianmeng.alliances.actions.drafting import change
from lianmeng.alliances.actions.ending import HandedOver, hand_over
from lianmeng.alliances.actions.founding import found_alliances
from lianmeng.alliances.models import LifeStep
from lianmeng.alliances.queries.papers import words as papers
from lianmeng.alliances.rules.agreed import Agreed
from lianmeng.alliances.rules.content import Content, Objective
from lianmeng.alliances.rules.form import Party
from lianmeng.alliances.rules.papers import agreement_lines
from lianmeng.alliances.vocabulary import HandOverKind
from lianmeng.core.actors import OPERATOR
from lianmeng.documents.models import Document
from lianmeng.documents.queries.documents import Issued, documents_of, printed
from lianmeng.documents.queries.formats import FORMATS, Format

pytestmark = pytest.mark.usefixtures("city")


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def issued(made: str) -> dict[str, Issued]:
    return {one.kind.code: one for one in reversed(documents_of(("alliance", made)))}


def words(found: Issued) -> str:
    pages = PdfReader(io.BytesIO(printed(found.row.public_id))).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


def test_approving_makes_the_agreement_of_the_parties_and_the_approval_of_the_bureau() -> None:
    found = issued(approved())
    year = (TODAY - timedelta(days=300)).year
    assert [one.row.number for one in found.values()] == [
        f"甲小学协〔{year}〕1号",
        f"市教批〔{year}〕1号",
    ]
    text = words(found["agreement"])
    for said in ("牵头校：甲小学", "一、各方", "Sciencelessons", "Jointplanning", "九、签署", "丙小学于"):
        assert said in text
    approval = words(found["approval"])
    for said in ("市教育局文件", "甲小学、丙小学：", "Deputyheadofthebureau", "附件："):
        assert said in approval
    items = [one for one in found["approval"].row.content["body"] if one["text"].startswith(tuple("一二三"))]
    assert [one["heading"] for one in items] == [False, False, False]  # sentences, not headings in bold


def test_a_paper_is_about_the_agreement_in_force_not_about_one_that_is_only_proposed() -> None:
    made = approved()
    change(made, lambda was: replace(was, title="提议中的名称"), seen=None, by=leader("a"))
    step(made, "assess", deadline=TODAY + timedelta(days=9))
    step(made, "criticise")
    assert "甲小学—丙小学" in issued(made)["criticism"].row.title
    assert LifeStep.objects.get(code="criticise").agreement == 1


def test_a_measured_objective_has_its_unit_and_its_school_year() -> None:
    measured = Objective("a", "Books", "books", "41.20", "2025", "45", "2027-06-30")
    content = Content("twinning", 1, "甲—丙", objectives=(measured,))
    lines = agreement_lines(content, {"a": "甲小学"}, papers()["agreement"]["lines"], {"books": "册/生"})
    assert lines["objectives"] == [
        "1．甲小学：Books，由41.20册/生（2025–26学年）达到45册/生，期限2027年6月30日。"
    ]


def test_a_districts_own_bureau_issues_what_it_decides() -> None:
    made = signed("twinning", (("lead", "a"), ("partner", "d")))
    step(made, "approve", by=officer("d1"), day=TODAY)
    assert issued(made)["approval"].row.issuer == "东区教育局"


def test_each_decision_has_its_document_and_the_end_closes_them() -> None:
    made = approved()
    step(made, "assess", deadline=TODAY + timedelta(days=9), day=TODAY - timedelta(days=50))
    step(made, "criticise", day=TODAY - timedelta(days=49))
    step(made, "rectify", deadline=TODAY, day=TODAY - timedelta(days=48))
    step(made, "fail_check", deadline=TODAY, day=TODAY - timedelta(days=47))
    step(made, "fail_again", day=TODAY - timedelta(days=46))
    for one in HandOverKind:
        line = HandedOver(one, "Piano", "c", TODAY) if one == HandOverKind.ASSETS else HandedOver(one)
        hand_over(made, line, seen=None, by=leader("a"))
    step(made, "end", day=TODAY)
    found = issued(made)
    assert list(found) == ["agreement", "approval", "criticism", "rectification", "hand_over"]
    assert {code: one.standing.value for code, one in found.items() if one.standing != "in_force"} == {
        "agreement": "ended",
        "approval": "ended",
    }
    text = words(found["hand_over"])
    assert "Piano，由丙小学接收" in text
    assert "Readandweighed" in words(found["criticism"])


def test_a_rehearsal_takes_no_number() -> None:
    made = signed()
    client = signed_in("city_officer", "city")
    address = f"/en/alliances/{made}/step/approve/"
    filled = {
        "reason": "Read",
        "evidence": "Minutes",
        "authoriser": "Head",
        "no_interest": "on",
        "seen": client.get(address).context["form"]["seen"].value(),
    }
    assert client.post(address, filled).status_code == 200
    assert not Document.objects.exists()
    assert client.post(address, {**filled, "confirmed": "1"}).status_code == 302
    assert Document.objects.count() == 2


def test_the_parties_download_what_strangers_do_not() -> None:
    made = approved()
    row = issued(made)["agreement"].row
    address = f"/en/alliances/{made}/documents/{row.public_id}/"
    client = signed_in("school_leader", "a")
    assert row.number in client.get(f"/en/alliances/{made}/").content.decode()
    answered = client.get(address)
    assert answered.content.startswith(b"%PDF-")
    assert answered.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert answered.headers["X-Content-Type-Options"] == "nosniff"
    assert answered.headers["Cache-Control"] == "private, no-store"
    assert (
        client.get(
            f"/en/alliances/{approved('twinning', (('lead', 'b'), ('partner', 'e')))}/documents/{row.public_id}/"
        ).status_code
        == 404
    )
    assert signed_in("school_leader", "f").get(address).status_code == 403


def test_a_pdf_that_cannot_be_drawn_is_told_on_the_alliances_page() -> None:
    made = approved()
    row = issued(made)["agreement"].row
    Document.objects.filter(pk=row.pk).update(title="x", content={**row.content, "title": "别的"})
    answered = signed_in("school_leader", "a").get(
        f"/en/alliances/{made}/documents/{row.public_id}/", follow=True
    )
    assert "is not what was issued" in answered.content.decode()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_what_was_agreed_before_the_system_says_that_its_papers_are_elsewhere(language: str) -> None:
    parties = (Party("lead", "a", "甲小学", "d1"), Party("partner", "c", "丙小学", "d1"))
    found_alliances([Agreed("old", filled(Content("twinning", 1, "甲丙", parties=parties)))], by=OPERATOR)
    step("old", "assess", deadline=TODAY + timedelta(days=30))
    step("old", "criticise")  # its notice is made here, and stands beside the sentence
    assert len(issued("old")) == 1
    told = {"en": "Taken over from records", "zh-hans": "系统启用之前"}[language]
    reader = signed_in("school_leader", "a")
    for address in ("old/", "old/agreement/1/"):
        assert told in page(reader, f"/{language}/alliances/{address}")
    made = approved("twinning", (("lead", "a"), ("partner", "d")))
    for address in (f"{made}/", f"{made}/agreement/1/"):
        assert told not in page(reader, f"/{language}/alliances/{address}")


def test_a_document_is_handed_out_in_any_format_that_there_is() -> None:
    made = approved()
    row, client = issued(made)["approval"].row, signed_in("school_leader", "a")
    address = f"/en/alliances/{made}/documents/{row.public_id}/"
    plain = Format("text/plain", "txt", lambda one: one.number.encode())
    with patch.dict(FORMATS, txt=plain):
        assert client.get(f"{address}?as=txt").content.decode() == row.number
    assert client.get(f"{address}?as=txt").status_code == 404
    assert client.get(address).content.startswith(b"%PDF")
