"""The frame of every page: where each reader is shown the way to, and that nobody gets another's frame."""

import pytest
from django.contrib.messages import success
from django.contrib.messages.storage.cookie import CookieStorage
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils.translation import override

from lianmeng.cities.views import made_up
from lianmeng.core.actors import NOBODY, Actor
from lianmeng.core.roles import CITY, Role
from lianmeng.web import counting
from lianmeng.web.context import PLACES, address_of, navigation, page_frame
from lianmeng.web.keeping import kept_page

OFFICER = Actor("officer", frozenset({(Role.CITY_OFFICER.value, CITY)}))


def asked(address: str, actor: Actor = NOBODY) -> HttpRequest:
    request = RequestFactory().get(address)
    request.actor = actor
    request._messages = CookieStorage(request)
    return request


def labels(actor: Actor) -> list[str]:
    return [str(entry.label) for entry in navigation(actor, "")]


def test_a_visitor_is_shown_the_way_to_what_is_public() -> None:
    shown = {str(place.label) for place in PLACES if place.shown_to(NOBODY)}
    assert shown == {"Schools", "Balance", "Alliances", "Standards", "How it is computed"}


def test_each_role_is_shown_its_own_places() -> None:
    auditor = Actor("a", frozenset({(Role.AUDITOR.value, CITY)}))
    teacher = Actor("t", frozenset({(Role.TEACHER.value, "some school")}))
    shown = [{str(place.label) for place in PLACES if place.shown_to(one)} for one in (auditor, teacher)]
    assert "Audit" in shown[0]
    assert "Audit" not in shown[1]
    assert "People" not in shown[1]
    assert "Loading files" not in shown[0] | shown[1]


def test_every_place_is_there(db: None) -> None:
    assert set(labels(OFFICER)) <= {str(place.label) for place in PLACES}
    assert {"Balance", "Standards"} <= set(labels(OFFICER))


def test_the_place_of_the_page_is_marked() -> None:
    current = [str(entry.label) for entry in navigation(OFFICER, "standards:standard") if entry.current]
    assert current == ["Standards"]


def test_the_other_language_keeps_what_was_asked() -> None:
    request = asked("/en/standards/?q=%E4%B8%80%E5%B0%8F&page=2")
    request.resolver_match = type("Match", (), {"view_name": "standards:standards"})()
    with override("en"):
        other = page_frame(request)["other_language"]
    assert other.address == "/zh-hans/standards/?q=%E4%B8%80%E5%B0%8F&page=2"  # type: ignore[attr-defined]


def test_the_other_language_has_the_address_of_the_page_whatever_stands_in_it() -> None:
    request = asked("/en/schools/1%3F2%23%25/")
    request.resolver_match = type("Match", (), {"view_name": "schools:school"})()
    with override("en"):
        other = page_frame(request)["other_language"]
    assert other.address == "/zh-hans/schools/1%3F2%23%25/"  # type: ignore[attr-defined]


@pytest.mark.parametrize("actor", [NOBODY, OFFICER])
def test_a_kept_page_is_kept_for_its_kind_of_reader(db: None, actor: Actor) -> None:
    drawn = kept_page(asked("/kept/", actor), "1", lambda: HttpResponse(actor.id or "nobody"))
    again = kept_page(asked("/kept/", actor), "1", lambda: HttpResponse("drawn again"))
    assert again.content == drawn.content == (actor.id or "nobody").encode()


def test_a_page_that_tells_something_to_one_reader_is_not_kept() -> None:
    request = asked("/told/")
    success(request, "Done")
    assert kept_page(request, "1", lambda: HttpResponse("Done")).content == b"Done"
    assert kept_page(asked("/told/"), "1", lambda: HttpResponse("plain")).content == b"plain"


def test_a_kept_page_holds_nothing_of_somebody_elses_question() -> None:
    request = asked("/asked/?page=2&name=somebody")
    kept_page(request, "1", lambda: HttpResponse(request.GET.urlencode()))
    assert kept_page(asked("/asked/?page=2"), "1", HttpResponse).content == b"page=2"


def test_the_page_of_a_mishap_comes_without_the_database(
    db: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost() -> bool:
        raise OperationalError

    monkeypatch.setattr(made_up, "is_made_up", lost)
    client.raise_request_exception = False
    page = client.get("/en/schools/")
    assert page.status_code == 500
    assert "Something went wrong here" in page.content.decode()


def test_every_place_has_an_address() -> None:
    assert [place.view for place in PLACES if not address_of(place.view)] == []


def test_a_kept_page_shows_nobody_what_waits_for_another(monkeypatch: pytest.MonkeyPatch) -> None:
    waiting = {"one": 3, "two": 0}
    monkeypatch.setitem(counting._COUNTS, "notices:inbox", waiting.__getitem__)
    for who, count in waiting.items():
        actor = Actor(who, OFFICER.roles)
        drawn = kept_page(asked("/waiting/", actor), "1", lambda count=count: HttpResponse(str(count)))
        assert drawn.content.decode() == str(count)
