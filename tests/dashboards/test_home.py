"""The first page by role: what is due, where the gap is, what one can do."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from tests.cities import small_rows, write_small_city

from lianmeng.alliances.models import Alliance, Membership, Span
from lianmeng.balance.queries.city import part_year, versions
from lianmeng.dashboards.queries.gap import district_gap
from lianmeng.imports.models import Import
from lianmeng.people.models import Account, RoleHeld
from lianmeng.schools.models import Region, Return, School, Section
from lianmeng.schools.queries import school_names

pytestmark = pytest.mark.django_db
HOME = "/en/"


def page_of(username: str) -> str:
    client = Client()
    client.force_login(Account.objects.get(username=username))
    answer = client.get(HOME)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def city(db: None) -> dict[str, str]:
    return write_small_city()


def unsend(school: str) -> None:
    """A school has not sent its returns of the latest year."""
    assert Return.objects.filter(section__school__public_id=school, year=2016).delete()[0]


def test_an_empty_installation_says_so() -> None:
    page = Client().get(HOME).content.decode()
    assert "How balanced are the schools?" in page
    assert "Sign in" in page


def test_the_public_sees_the_gap_and_where_to_sign_in(city: dict[str, str]) -> None:
    page = Client().get(HOME).content.decode()
    assert "districts" in page
    assert "Where the gap is" in page
    assert "What waits for you" not in page
    assert not any(version.name in page for one in small_rows().schools for version in one.versions)


def test_the_city_s_officer_is_told_which_returns_are_missing(city: dict[str, str]) -> None:
    unsend(city["school"])
    unsend(city["other_school"])
    page = page_of("demo-city")
    assert "not been sent" in page
    assert "/en/balance/city/all/?year=2016" in page


def test_a_district_s_officer_is_told_of_the_own_district_only(city: dict[str, str]) -> None:
    before = page_of("demo-district")
    unsend(city["other_school"])
    assert page_of("demo-district").count("not been sent") == before.count("not been sent")
    unsend(city["school"])
    assert page_of("demo-district").count("not been sent") > before.count("not been sent")
    assert "锦江区" in before


def test_a_school_s_leader_is_told_of_the_own_school(city: dict[str, str]) -> None:
    unsend(city["school"])
    page = page_of("demo-school")
    assert "not been sent" in page or "has not been sent" in page
    assert f"/en/schools/{city['school']}/" in page


@pytest.mark.parametrize(
    "username", ["demo-teacher", "demo-evaluator", "demo-auditor", "demo-system", "demo-security"]
)
def test_everybody_else_is_told_what_they_can_do(city: dict[str, str], username: str) -> None:
    page = page_of(username)
    assert "What you can do here" in page
    assert "Which schools there are" in page


def test_every_way_that_is_shown_leads_somewhere(city: dict[str, str]) -> None:
    for account in Account.objects.all():
        client = Client()
        client.force_login(account)
        ways = client.get(HOME).context["ways"]
        assert [way["address"] for way in ways if client.get(way["address"]).status_code == 403] == []


def test_a_register_of_one_stage_without_indicators_has_a_first_page(city: dict[str, str]) -> None:
    Section.objects.filter(stage="junior").delete()
    Return.objects.update(values={"pupils": 500, "classes": 12})
    assert "no indicator of the standard yet" in page_of("demo-city")


def test_the_first_returns_of_a_new_year_do_not_hide_the_year_before(city: dict[str, str]) -> None:
    first = Return.objects.filter(year=2016).first()
    assert first
    first.pk, first.year, first.values = None, 2017, {"pupils": 500}
    first.save()
    page = page_of("demo-city")
    assert "school year 2016–2017" in page
    assert "no indicator of the standard yet" not in page


def test_an_account_without_a_role_waits_for_the_security_administrator(city: dict[str, str]) -> None:
    assert "has no role" not in page_of("demo-security")
    Account.objects.create(username="new", name="新人")
    assert "has no role" in page_of("demo-security")
    assert "has no role" not in page_of("demo-auditor")


def test_the_page_asks_few_questions(
    city: dict[str, str], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = Client()
    client.force_login(Account.objects.get(username="demo-city"))
    client.get(HOME)
    with django_assert_max_num_queries(25):
        client.get(HOME)


def test_the_city_reads_how_many_of_each_form_are_in_effect(city: dict[str, str]) -> None:
    assert "By form" not in page_of("demo-city")
    today = timezone.localdate()
    kept = {"begun_on": today, "begun_by": "x"}
    first, _ = (Alliance.objects.create(number=one, form="elite_group", **kept) for one in "12")
    Span.objects.create(alliance=first, since=today)
    text = page_of("demo-city")
    for standing, count in (("&amp;standing=in_effect", 1), ("", 2)):
        assert f'?form=elite_group{standing}#list">{count}</a>' in text
    assert '?form=merger#list">0</a>' in text
    assert "By form" not in page_of("demo-district")
    assert "By form" not in Client().get(HOME).content.decode()


def test_what_changed_is_told_to_those_who_may_read_it(city: dict[str, str]) -> None:
    assert "Founded the register" in page_of("demo-city")
    assert "Founded the register" in page_of("demo-auditor")
    assert "Founded the register" not in page_of("demo-school")
    assert "Founded the register" not in Client().get(HOME).content.decode()


def test_a_file_that_waits_is_told_to_officers(city: dict[str, str]) -> None:
    shared = {"kind": "schools", "state": "previewed", "asked_by": "x", "uploaded_at": timezone.now()}
    Import.objects.create(**shared, file_name="schools.csv", counts={"new": 1, "unchanged": 2})
    Import.objects.create(**shared, file_name="same.csv", counts={"unchanged": 3})
    assert "schools.csv" in page_of("demo-city")
    assert "same.csv" not in page_of("demo-city")
    assert "schools.csv" not in page_of("demo-district")
    assert "schools.csv" not in page_of("demo-auditor")


def test_signing_out_leads_home(city: dict[str, str]) -> None:
    client = Client()
    client.force_login(Account.objects.get(username="demo-city"))
    assert client.get(reverse("account_logout")).status_code == 200
    assert client.post(reverse("account_logout")).headers["Location"].endswith("/")


def heading_of(page: str) -> str:
    return page.partition("<h1>")[2].partition("</h1>")[0]


def test_a_school_s_leader_reads_of_the_own_school_first(city: dict[str, str]) -> None:
    page, name = page_of("demo-school"), school_names([city["school"]], date(2026, 1, 1))[city["school"]]
    assert name in heading_of(page)
    assert "indicators reach the standard" in heading_of(page)
    assert page.index("Mean of the district") < page.index("Where the gap is")
    assert "Districts within every limit" not in page
    own = part_year("cd-jinjiang", 2016, "primary", versions())
    assert own is not None
    code = School.objects.get(public_id=city["school"]).code
    values = next(one.figures["values"] for one in own.schools if one.code == code)
    for value in (values[3], own.group.reading["resources"][3]["mean"]):
        assert f"<td>{value:.1f}</td>" in page
    assert name in heading_of(page_of("demo-teacher"))


def test_a_return_that_was_not_sent_is_the_headline_of_its_school(city: dict[str, str]) -> None:
    unsend(city["school"])
    page = page_of("demo-school")
    assert "not been sent" in heading_of(page)
    assert "Not counted as 0, not estimated." in page
    Return.objects.all().delete()
    assert "no indicator can be judged yet" in heading_of(page_of("demo-school"))


def test_a_district_s_officer_reads_of_the_own_district_first(city: dict[str, str]) -> None:
    page = page_of("demo-district")
    assert "锦江区" in heading_of(page)
    assert page.index("each coefficient beside its limit") < page.index("Where the gap is")
    assert "/en/balance/city/cd-jinjiang/?year=2016&amp;stage=primary#schools" in page
    assert "Districts within every limit" not in page


def test_an_officer_of_several_districts_reads_of_each_of_them(
    city: dict[str, str],
    django_assert_max_num_queries: DjangoAssertNumQueries,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    held = RoleHeld.objects.get(account__username="demo-district")
    places = set(Region.objects.filter(kind="district").values_list("public_id", flat=True))
    names = [one.name for place in places if (one := district_gap(place, versions()))]
    assert len(names) == 2
    for place in places - {held.place}:
        RoleHeld.objects.create(
            account=held.account, role=held.role, place=place, since=held.since, given_by="x"
        )
    client = Client()
    client.force_login(held.account)
    client.get(HOME)
    with django_assert_max_num_queries(25):
        page = client.get(HOME).content.decode()
    assert len(page) < 100_000
    assert f"Your {len(names)} districts" in heading_of(page)
    lead, _, rest = page.partition("What waits for you")
    for name in names:
        assert f"{name}: " in lead
        assert f"{name}: each coefficient beside its limit" in rest
    assert "Districts within every limit" not in page
    monkeypatch.setattr("lianmeng.dashboards.views.home._DRAWN", 1)
    rest = client.get(HOME).content.decode().partition("What waits for you")[2]
    assert rest.count("each coefficient beside its limit") == 1
    assert all(name in rest for name in names)
    RoleHeld.objects.filter(account=held.account).delete()
    assert "Your " not in heading_of(client.get(HOME).content.decode())


def test_a_group_s_office_is_told_its_core_school_and_its_alliances(city: dict[str, str]) -> None:
    held = RoleHeld.objects.get(account__username="demo-group")
    name = school_names([held.place], date(2026, 1, 1))[held.place]
    page = page_of("demo-group")
    assert name in heading_of(page)
    assert "The school is in no alliance yet." in page
    made = Alliance.objects.create(
        number="G1", form="elite_group", title="锦江集团", state="approved", begun_on=date(2016, 9, 1)
    )
    Membership.objects.create(alliance=made, role="core", party=held.place, since=date(2016, 9, 1))
    page = page_of("demo-group")
    assert f'<a href="/en/alliances/{made.public_id}/">锦江集团</a>' in page
    client = Client()
    client.force_login(held.account)
    assert name in client.get("/en/people/me/").content.decode()


def test_states_stand_below_the_gap_with_what_comes_next_and_on_one_scale(city: dict[str, str]) -> None:
    kept = {"form": "twinning", "begun_on": timezone.localdate(), "begun_by": "x"}
    for number, state in enumerate(("signed", "signed", "assessment")):
        Alliance.objects.create(number=str(number), state=state, **kept)
    text = page_of("demo-city")
    assert (
        text.index("Where the gap is") < text.index("Alliances by state") < text.index("What you can do here")
    )
    assert "3 alliances, as they stand today" in text
    assert '?standing=signed#list">2</a></td><td class="lm-w"><svg class="lm-svg" height="14"' in text
    bars = text[text.index("Alliances by state") :]
    assert bars.count('width="100%"') == 1
    assert bars.count('width="50%"') == 1
    assert "next: Approve, by the education bureau in charge" in text
    assert "next: Record the verdict, by the education bureau in charge" in text
