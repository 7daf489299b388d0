"""Real registers come in whole, come again without a change, and their later versions come out exactly."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest
from django.db.models import Count
from tests.imports.steps import applied, brought, counts, guessed, previewed

import lianmeng.balance
from lianmeng.imports.actions import reading
from lianmeng.imports.models import Import
from lianmeng.imports.queries.shown import Shown
from lianmeng.imports.rules.guess import guess_columns
from lianmeng.imports.vocabulary import Kind, RowState
from lianmeng.schools.models import Region, Return, School, SchoolVersion, Section

pytestmark = pytest.mark.django_db
REGISTERS = Path(__file__).parent.parent / "data" / "registers"
TAIWAN = Path(lianmeng.balance.__file__).parent / "samples" / "taiwan_elementary_113_north.csv"
WALES = REGISTERS / "wales_two_consortia.csv"
IN_WALES = {"scheme": "gb-wls", "adds_regions": True, "lone": {"year": "2018"}}


def test_taiwan_comes_in_and_the_same_file_again_changes_nothing() -> None:
    one = applied(previewed(TAIWAN, scheme="tw", adds_regions=True))
    assert counts(one) == {"new": 1642}
    assert (School.objects.count(), Section.objects.count(), Return.objects.count()) == (1642, 1642, 1642)
    assert Region.objects.count() == 12
    first = SchoolVersion.objects.select_related("region").get(code="011301")
    assert (first.name, first.region.name, first.initials) == ("私立淡江高中附設國小", "新北市", "sldjgzfsgx")
    sent = Return.objects.get(section__school__code="011301")
    assert (sent.year, sent.values) == (2024, {"pupils": 500, "classes": 16, "teachers": 25})
    assert counts(previewed(TAIWAN, scheme="tw", adds_regions=True)) == {"unchanged": 1642}


def test_the_kinds_of_wales_are_known_and_a_word_that_is_not_is_told() -> None:
    one = brought(WALES, kind=Kind.SCHOOLS)
    known = guessed(one)
    assert (known.first["kind"], known.first["ownership"]) == (("school_type",), ("governance",))
    applied(previewed(WALES, **IN_WALES))
    assert SchoolVersion.objects.filter(kind="special").count() == 24
    assert not SchoolVersion.objects.filter(kind="special").exclude(school__sections=None).exists()
    assert dict(SchoolVersion.objects.values_list("ownership").annotate(Count("id"))) == {
        "public": 775,
        "": 30,
    }
    strange = WALES.read_bytes().replace(b",Nursery,", b",Creche,")
    told = Shown(previewed(strange, **IN_WALES)).unknown()
    assert [(str(label), word, rows) for label, word, rows in told] == [("Kind of school", "Creche", 7)]


def mutated(new: int, changed: int, gone: int) -> bytes:
    """The Welsh register with so many schools new, with another name, and left out."""
    with WALES.open(encoding="utf-8-sig", newline="") as opened:
        heading, *rows = list(csv.reader(opened))
    for row in rows[gone : gone + changed]:
        row[1] += " newydd"
    added = [[f"99{at:05}", f"Ysgol {at}", *rows[-1][2:]] for at in range(new)]
    text = io.StringIO()
    csv.writer(text).writerows([heading, *rows[gone:], *added])
    return text.getvalue().encode()


@pytest.mark.parametrize(("new", "changed", "gone"), [(0, 0, 1), (3, 7, 5), (40, 60, 20)])
@pytest.mark.parametrize("bytes_a_slot", [3_000_000, 10_000])
def test_a_later_version_comes_out_exactly(
    new: int, changed: int, gone: int, bytes_a_slot: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All schools compared at once, or a few at a time."""
    monkeypatch.setattr(reading, "_BYTES_A_SLOT", bytes_a_slot)
    applied(previewed(WALES, **IN_WALES))
    later = previewed(mutated(new, changed, gone), **IN_WALES | {"day": "2025-09-01"})
    expected = {"new": new, "changed": changed, "gone": gone, "unchanged": 805 - changed - gone}
    assert counts(later) == {state: count for state, count in expected.items() if count}


def test_a_change_tells_the_field_from_what_to_what_and_is_dated() -> None:
    applied(previewed(WALES, **IN_WALES))
    later = previewed(mutated(0, 1, 0), **IN_WALES | {"day": "2025-09-01"})
    (row,) = Shown(later).rows(RowState.CHANGED, 0, 10)
    assert [(str(one.label), one.old, one.new) for one in row.changes] == [
        ("Name of the school", "Ysgol Gynradd Amlwch", "Ysgol Gynradd Amlwch newydd")
    ]
    applied(later)
    states = SchoolVersion.objects.filter(school__code=row.code).order_by("since")
    assert [(one.name[-6:], str(one.since), str(one.until)) for one in states] == [
        ("Amlwch", "0001-01-01", "2025-09-01"),
        ("newydd", "2025-09-01", "None"),
    ]
    assert counts(previewed(mutated(0, 1, 0), **IN_WALES | {"day": "2025-09-01"})) == {"unchanged": 805}


def test_what_is_gone_is_only_reported_unless_the_officer_closes_it() -> None:
    applied(previewed(WALES, **IN_WALES))
    later = previewed(mutated(0, 1, 2), **IN_WALES | {"day": "2025-09-01"})
    assert [row.code for row in Shown(later).rows(RowState.GONE, 0, 10)] == ["6602130", "6602131"]
    applied(later)
    assert School.objects.filter(closed_on__isnull=False).count() == 0
    applied(previewed(mutated(0, 1, 2), **IN_WALES | {"day": "2025-09-01"}), closes_gone=True)
    assert {str(day) for day in School.objects.values_list("closed_on", flat=True)} == {"None", "2025-09-01"}
    assert Section.objects.filter(until="2025-09-01").count() == 2


def test_another_district_is_not_missed() -> None:
    """A file of one district says nothing of the schools of the others."""
    applied(previewed(WALES, **IN_WALES))
    with WALES.open(encoding="utf-8-sig", newline="") as opened:
        heading, *rows = list(csv.reader(opened))
    own = [row for row in rows if row[3] == "Gwynedd"]
    text = io.StringIO()
    csv.writer(text).writerows([heading, *own[1:]])
    assert counts(previewed(text.getvalue().encode(), **IN_WALES)) == {"unchanged": len(own) - 1, "gone": 1}


def test_a_column_that_is_not_mapped_stays_as_it_was() -> None:
    applied(previewed(WALES, **IN_WALES))
    before = Return.objects.order_by("id").values_list("values", flat=True)[0]
    one = brought(WALES, kind=Kind.SCHOOLS)
    columns = guessed(one)
    first = {key: names for key, names in columns.first.items() if key in ("code", "name")}
    again: Import = previewed(WALES, columns=replace(columns, first=first), scheme="gb-wls")
    assert counts(again) == {"unchanged": 805}
    assert Return.objects.order_by("id").values_list("values", flat=True)[0] == before


def test_the_headings_that_ministries_use_themselves_are_guessed() -> None:
    england = ["URN", "LA (name)", "EstablishmentName", "PhaseOfEducation (name)", "NumberOfPupils"]
    italy = ["ANNOSCOLASTICO", "CODICESCUOLA", "ORDINESCUOLA", "ALUNNIMASCHI", "ALUNNIFEMMINE"]
    assert guess_columns(Kind.SCHOOLS, england).first == {
        "code": ("URN",),
        "region": ("LA (name)",),
        "name": ("EstablishmentName",),
        "stage": ("PhaseOfEducation (name)",),
        "figure:pupils": ("NumberOfPupils",),
    }
    assert guess_columns(Kind.RETURNS, italy).first == {
        "year": ("ANNOSCOLASTICO",),
        "code": ("CODICESCUOLA",),
        "stage": ("ORDINESCUOLA",),
        "figure:pupils": ("ALUNNIMASCHI", "ALUNNIFEMMINE"),
    }
