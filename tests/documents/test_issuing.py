"""Numbers without gaps, the PDF once, standing, and the public page."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.documents.test_pdf import APPROVAL

from lianmeng.core.actors import OPERATOR
from lianmeng.core.language import day_in_words
from lianmeng.core.refusal import Refused
from lianmeng.documents.actions.issuing import end_documents, issue, keep_pdf
from lianmeng.documents.models import Document
from lianmeng.documents.queries.documents import confirmed, printed
from lianmeng.documents.queries.formats import FORMATS, Format
from lianmeng.documents.queries.store import path_of
from lianmeng.documents.rules.paper import Paper

SUBJECT = ("alliance", "a1")

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def issued(paper: Paper = APPROVAL, *, supersedes: bool = False) -> Document:
    made = issue(paper, subject=SUBJECT, by=OPERATOR, place="city", supersedes=supersedes)
    return Document.objects.get(public_id=made)


def test_numbers_run_by_issuer_kind_and_year() -> None:
    papers = (
        APPROVAL,
        APPROVAL,
        replace(APPROVAL, kind="award"),
        replace(APPROVAL, day=date(2017, 1, 1)),
        replace(APPROVAL, issuers=("东区教育局",)),
        APPROVAL,
    )
    assert [issued(one).number for one in papers] == [
        "成都教批〔2016〕1号",
        "成都教批〔2016〕2号",
        "成都教奖〔2016〕1号",
        "成都教批〔2017〕1号",
        "东区教批〔2016〕1号",
        "成都教批〔2016〕3号",
    ]


def test_what_is_taken_back_leaves_no_gap() -> None:
    with transaction.atomic():
        issued()
        transaction.set_rollback(True)
    assert issued().at == 1


def test_what_lacks_a_title_is_refused_and_takes_no_number() -> None:
    with pytest.raises(Refused, match="no title"):
        issued(replace(APPROVAL, title=""))
    assert issued().at == 1


def test_the_pdf_is_made_once_and_kept_with_its_digest(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        made = issued()
    first = printed(made.public_id)
    made.refresh_from_db()
    assert made.file is not None
    assert made.file.digest == hashlib.sha256(first).hexdigest()
    path_of(made.file.digest).write_bytes(b"kept")
    assert printed(made.public_id) == b"kept"


def test_a_letter_that_the_font_lacks_undoes_no_decision(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        made = issued(replace(APPROVAL, title="关于😀的批复"))
    with pytest.raises(Refused, match="The font has no 😀"):
        printed(made.public_id)


def test_a_text_that_was_changed_since_is_not_printed() -> None:
    made = issued()
    Document.objects.filter(pk=made.pk).update(content=made.content | {"title": "别的"})
    with pytest.raises(Refused, match="not what was issued"):
        printed(made.public_id)


def test_a_lost_file_ends_in_a_sentence() -> None:
    made = issued()
    keep_pdf(made.public_id)
    made.refresh_from_db()
    path_of(made.file.digest).unlink()  # type: ignore[union-attr]
    with pytest.raises(Refused, match="backup"):
        printed(made.public_id)


def test_another_format_is_one_more_entry_and_the_pdf_stays_what_it_was() -> None:
    found = issued()
    keep_pdf(found.public_id)
    plain = Format("text/plain", "txt", lambda one: f"{one.number} {one.paper.title} {one.code}".encode())
    before = printed(found.public_id)
    with patch.dict(FORMATS, txt=plain):
        text = printed(found.public_id, "txt").decode()
    assert text == f"{found.number} {APPROVAL.title} {found.code}"
    assert printed(found.public_id) == before


def test_a_later_one_takes_its_place_and_the_end_ends_it() -> None:
    first, second = issued(), issued(supersedes=True)
    standing = [found.standing for one in (first, second) if (found := confirmed(one.code))]
    assert standing == ["superseded", "in_force"]
    end_documents(SUBJECT, ["approval"], date(2018, 9, 1))
    again = confirmed(second.code)
    assert again is not None
    assert again.standing == "ended"


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_anybody_confirms_a_paper_by_what_stands_on_it(language: str) -> None:
    made, later = issued(), issued(supersedes=True)
    client = Client()
    with CaptureQueriesContext(connection) as queries:
        page = client.get(f"/{language}/documents/confirm/{made.code}/").content.decode()
    assert len(queries) <= 25
    day = f"{day_in_words(date(2016, 9, 1), language)}</time>"
    for said in (made.number, made.title, "成都市教育局", day, made.digest, later.number):
        assert said in page
    assert "盐道街中学" not in page
    joint = issued(replace(APPROVAL, issuers=("甲小学", "乙小学")))  # as the paper shows them: all
    assert "乙小学" in client.get(f"/{language}/documents/confirm/{joint.code}/").content.decode()
    typed = {
        "number": f" {made.number[:4]}[2016] 1号",
        "code": made.code.lower().replace("-", " "),
    }
    assert made.digest in client.get(f"/{language}/documents/confirm/", typed).content.decode()


def test_what_is_unknown_is_told_in_a_sentence() -> None:
    made, client = issued(), Client()
    for address, asked in (
        ("/en/documents/confirm/AAAA-AAAA/", {}),
        ("/en/documents/confirm/", {"number": made.number, "code": "AAAA-AAAA"}),
        ("/en/documents/confirm/", {"number": "成都教批〔2016〕9号", "code": made.code}),
    ):
        answered = client.get(address, asked)
        assert answered.status_code == 404
        assert "No document with this number and code was issued here" in answered.content.decode()
        assert made.digest not in answered.content.decode()
    empty = client.get("/en/documents/confirm/", {"number": "", "code": ""})
    assert empty.status_code == 200
    assert empty.context["form"].errors


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_at_once_take_two_numbers() -> None:
    from concurrent.futures import ThreadPoolExecutor

    def one(_: int) -> int:
        try:
            return issued().at
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(one, range(8))) == list(range(1, 9))
