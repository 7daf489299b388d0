"""Terms, holidays and make-up days come in from a file, a year of the city or of a district that differs."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from tests.cast import DISTRICT, Cast
from tests.imports.steps import applied, counts, previewed

from lianmeng.core.refusal import Refused
from lianmeng.imports.models import Import
from lianmeng.imports.queries.shown import Shown
from lianmeng.imports.rules import calendar_rows
from lianmeng.imports.vocabulary import Kind, RowState
from lianmeng.schools.actions.loading.calendars import finish_calendars, load_calendar
from lianmeng.schools.actions.loading.frames import Loading
from lianmeng.schools.models import CalendarDay, Region, Term
from lianmeng.schools.queries.calendar import school_days

pytestmark = pytest.mark.django_db
TERMS = ["学期,2016-09-01,2017-01-20,第一学期", "学期,2017-02-13,2017-07-07,第二学期"]
DAYS = ["放假,2016-10-01,2016-10-07,国庆节", "调休上班,2016-10-08,,", "调休上班,2016-10-09,,"]


def looked_at(*lines: str, heading: str = "类型,开始日期,结束日期,名称") -> Import:
    return previewed("\n".join((heading, *lines)).encode(), kind=Kind.CALENDAR)


def test_a_year_of_the_city(cast: Cast) -> None:
    one = applied(looked_at(*TERMS, *DAYS))
    assert counts(one) == {"new": 2 + 7 + 2}
    assert list(Term.objects.values_list("year", "number", "since")) == [
        (2016, 1, date(2016, 9, 1)),
        (2016, 2, date(2017, 2, 13)),
    ]
    district = Region.objects.get(public_id=DISTRICT)
    october = school_days(district, date(2016, 10, 1), date(2016, 10, 10))
    assert october == [date(2016, 10, 8), date(2016, 10, 9), date(2016, 10, 10)]
    assert counts(looked_at(*TERMS, *DAYS)) == {"unchanged": 11}


def test_a_later_file_changes_and_takes_out_days_of_its_own_year(cast: Cast) -> None:
    applied(looked_at(*TERMS, *DAYS))
    applied(looked_at("学期,2017-09-01,2018-01-20,", "放假,2017-10-01,,国庆节"))
    later = looked_at(
        TERMS[0], TERMS[1].replace("07-07", "07-14"), DAYS[0].replace("10-07", "10-06"), *DAYS[1:]
    )
    assert counts(later) == {"changed": 1, "unchanged": 9, "gone": 1}
    assert [row.code for row in Shown(later).rows(RowState.GONE, 0, 9)] == ["2016-10-07"]
    applied(later, closes_gone=True)
    assert not CalendarDay.objects.filter(day=date(2016, 10, 7)).exists()
    assert Term.objects.get(year=2016, number=2).until == date(2017, 7, 15)


def test_a_district_may_differ(cast: Cast) -> None:
    applied(looked_at(*TERMS))
    region = Region.objects.get(public_id=DISTRICT)
    own = [f"{line},{region.name}" for line in (TERMS[0].replace("09-01", "09-05"), TERMS[1])]
    assert counts(applied(looked_at(*own, heading="类型,开始日期,结束日期,名称,区县"))) == {"new": 2}
    assert school_days(region, date(2016, 9, 1), date(2016, 9, 5)) == [date(2016, 9, 5)]


def test_what_cannot_be_is_refused_row_by_row_or_whole(cast: Cast) -> None:
    wrong = looked_at("学期,2016-09-01,,", "学期,2016-09-01,2016-08-01,", "补课,2016-10-10,,", "放假,,,")
    told = [str(row.refusal) for row in Shown(wrong).rows(RowState.REFUSED, 0, 9)]
    assert counts(wrong) == {"refused": 4}
    wanted = ("Last day is empty", "before the first day", "working day anyway", "First day is empty")
    assert all(part in sentence for part, sentence in zip(wanted, told, strict=True))
    twice = looked_at("放假,2016-10-08,,", "补课,2016-10-08,,")
    assert counts(twice) == {"refused": 2}
    overlapping = applied(looked_at(TERMS[0], "学期,2017-01-10,2017-07-07,"))
    assert (overlapping.state, Term.objects.count()) == ("previewed", 0)
    assert "begins before the one before has ended" in str(overlapping.refusal["text"])


def test_only_officers_of_the_city_load_it(cast: Cast) -> None:
    with pytest.raises(Refused, match="Only officers of the city load regions and calendars"):
        previewed(b"x", kind=Kind.CALENDAR, by=cast.actor("district_officer"))


def test_a_term_that_begins_on_another_day_is_told_to_close_what_is_gone(cast: Cast) -> None:
    """The old one is there still; closed, the term has moved. The page of the preview says that days are counted."""
    applied(looked_at(*TERMS))
    later = applied(looked_at(TERMS[0].replace("09-01", "09-02"), TERMS[1]))
    assert "tick “Close what is gone”" in str(later.refusal["text"])
    with override("zh-hans"):
        address = reverse("imports:preview", args=[later.public_id])
    page = cast.client("city_officer").get(address).content.decode()
    assert "勾选“关闭已不在文件中的”" in page
    assert "按学期和天计" in page
    applied(looked_at(TERMS[0].replace("09-01", "09-02"), TERMS[1]), closes_gone=True)
    assert list(Term.objects.values_list("number", "since")) == [
        (1, date(2016, 9, 2)),
        (2, date(2017, 2, 13)),
    ]


def test_a_file_of_too_many_days_is_refused_before_they_are_counted_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Rows of a year each; and nothing was made of any of them."""
    rows = [f"放假,{year}-01-01,{year}-12-31,假" for year in range(1900, 2000)]
    made: list[object] = []
    monkeypatch.setattr(calendar_rows, "_lines", lambda row: made.append(row) or [row])
    one = looked_at(*rows)
    assert (one.state, made) == ("stopped", [])
    assert "more than {most} terms and days" in str(one.refusal["text"])


def test_a_term_far_down_a_file_is_numbered_by_its_year(cast: Cast) -> None:
    """And not by its row, which may be past what the column holds."""
    region = Region.objects.get(public_id=DISTRICT)
    loading = Loading(
        scheme="", day=date(2016, 9, 1), source="", at=timezone.now(), regions={DISTRICT: region.pk}
    )
    days = [(date(2017, 2, 13), date(2017, 7, 7)), (date(2016, 9, 1), date(2017, 1, 20))]
    rows = [
        {
            "region": DISTRICT,
            "line_id": None,
            "slot": "term",
            "first_day": first,
            "last_day": last,
            "row": 40_000,
        }
        for first, last in days
    ]
    load_calendar(pl.DataFrame(rows), loading)
    assert sorted(Term.objects.values_list("number", flat=True)) == [1, 2]
    finish_calendars()
    assert Term.objects.get(number=1).since == date(2016, 9, 1)
