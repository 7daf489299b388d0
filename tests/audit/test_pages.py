"""The pages of the audit: who sees which lines, in which language, with how many questions to the database."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.cast import DISTRICT, SCHOOL, Cast

from lianmeng.audit.actions import erase_values, record
from lianmeng.audit.models import Line, Value
from lianmeng.audit.queries import names
from lianmeng.audit.queries.lines import PAGE, lines_about
from lianmeng.core.actors import OPERATOR
from lianmeng.core.sentences import say, say_count

pytestmark = pytest.mark.django_db


def rename(place: str, old: str = "Old", *, count: int = 1, person: str = "") -> None:
    for _ in range(count):
        record(
            say("Uploaded {old} <b>{share:.1f}</b>", old=old, share=2.25),
            by=OPERATOR,
            place=place,
            subject=("school", "s1"),
            person=person,
        )


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


@pytest.fixture
def three_places(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Cast:
    rename("city", "AtCity")
    rename(DISTRICT, "AtDistrict")
    rename(SCHOOL, "AtSchool")
    monkeypatch.setattr(names._resolvers, "within", lambda places: {SCHOOL} if DISTRICT in places else set())
    return cast


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("auditor", {"AtCity", "AtDistrict", "AtSchool"}),
        ("city_officer", {"AtCity", "AtDistrict", "AtSchool"}),
        ("district_officer", {"AtDistrict", "AtSchool"}),
        ("school_leader", {"AtSchool"}),
        ("other_school_leader", set()),
    ],
)
def test_everybody_sees_the_lines_of_their_places(three_places: Cast, who: str, sees: set[str]) -> None:
    shown = text(three_places.client(who), "/en/audit/")
    assert {place for place in ("AtCity", "AtDistrict", "AtSchool") if place in shown} == sees
    elsewhere = text(three_places.client(who), "/en/audit/?place=city")
    assert ("AtCity" in elsewhere) == ("AtCity" in sees), "a filter opens nothing"


def test_a_line_is_spoken_with_its_values_or_erased(cast: Cast) -> None:
    rename("city", "Anna", person="p1")
    shown = text(cast.client("auditor"), "/en/audit/")
    assert "Uploaded Anna &lt;b&gt;2.2&lt;/b&gt;" in shown
    erase_values(by=OPERATOR, person="p1")
    english, chinese = (text(cast.client("auditor"), f"/{one}/audit/") for one in ("en", "zh-hans"))
    assert "Uploaded (erased) &lt;b&gt;(erased)&lt;/b&gt;" in english
    assert "（已抹除）" in chinese
    assert "Anna" not in english + chinese
    assert "Erased 2 values of the audit" in english
    assert "抹除了操作记录中的 2 个值" in chinese


def test_a_sentence_within_a_sentence_and_a_count_are_spoken(cast: Cast) -> None:
    part = say_count("{count} section", "{count} sections", 2)
    record(say("Uploaded {what}", what=[part, "x"]), by=OPERATOR, place="city", subject=("school", "s2"))
    (entry,) = lines_about(("school", "s2"))
    assert entry.told("en") == "Uploaded 2 sections, x"


def test_a_day_is_told_as_the_reader_writes_it_and_kept_as_it_was(cast: Cast) -> None:
    told = say("Renamed {old} to {new} from {day}", old="A", new="2016-13-01", day=date(2016, 9, 1))
    record(told, by=OPERATOR, place="city", subject=("school", "s3"))
    (entry,) = lines_about(("school", "s3"))
    assert entry.told("en") == "Renamed A to 2016-13-01 from 1 September 2016"
    assert "2016 年 9 月 1 日" in entry.told("zh-hans")
    assert set(Value.objects.filter(name="day").values_list("value", flat=True)) == {"2016-09-01"}


def test_filters_choose(three_places: Cast) -> None:
    client = three_places.client("auditor")
    assert "AtSchool" not in text(client, "/en/audit/?place=city")
    assert "AtSchool" in text(client, "/en/audit/?subject=school:s1&actor=operator")
    assert "No line fits" in text(client, "/en/audit/?day=2020-01-01")
    assert "No line fits" in text(client, "/en/audit/?subject=school:nothing")


@pytest.mark.parametrize("key", ["x", "2026-01-01_5", "2026-01-01T00:00:00+00:00_x"])
def test_a_page_that_does_not_exist_is_not_found(cast: Cast, key: str) -> None:
    assert cast.client("auditor").get("/en/audit/", {"before": key}).status_code == 404


def test_the_list_goes_on_from_a_key(cast: Cast) -> None:
    rename("city", count=PAGE + 5)
    first = cast.client("auditor").get("/en/audit/")
    second = cast.client("auditor").get(f"/en/audit/?{first.context['older']}")
    keys = [row["entry"].key for page in (first, second) for row in page.context["rows"]]
    assert len(keys) == len(set(keys)) == Line.objects.count() > PAGE
    assert second.context["older"] == ""


def test_as_many_questions_for_three_lines_as_for_one(cast: Cast) -> None:
    client = cast.client("auditor")
    client.get("/en/audit/")  # the session is begun
    counts = []
    for more in (1, 2):
        rename(SCHOOL, count=more)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            page = client.get("/en/audit/")
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 12
    assert len(page.content) < 100_000


def test_the_heads_are_shown(cast: Cast) -> None:
    rename("city")
    assert "the day is not over" in text(cast.client("auditor"), "/en/audit/heads/")


def test_an_actor_is_named(cast: Cast) -> None:
    record(say("Uploaded {old}", old=1), by=cast.actor("city_officer"), place="city")
    assert cast.account("city_officer").name in text(cast.client("auditor"), "/en/audit/")


def test_a_made_up_address_names_nobody(cast: Cast) -> None:
    stranger = cast.account("other_school_leader")
    shown = text(cast.client("school_leader"), f"/en/audit/?actor={stranger.public_id}")
    assert stranger.name not in shown


@pytest.mark.parametrize("address", ["/en/audit/?place=%00", "/en/alliances/%00/", "/en/schools/?q=a%00"])
def test_a_sign_that_no_address_has_is_not_found(cast: Cast, address: str) -> None:
    assert cast.client("city_officer").get(address).status_code == 404
