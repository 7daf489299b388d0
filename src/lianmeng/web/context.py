"""What the frame of every page needs: where its reader can go, who that is, and the page in the other language."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from django.http import HttpRequest
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.encoding import escape_uri_path
from django.utils.translation import get_language

from lianmeng.core.actors import Actor
from lianmeng.core.language import CHINESE, ENGLISH
from lianmeng.core.roles import Role
from lianmeng.core.sentences import Sentence, say
from lianmeng.web.asking import asker
from lianmeng.web.counting import count_at

_LONGEST_QUERY = 1000


@dataclass(frozen=True, slots=True)
class Place:
    """Where one can go: the view, who is shown the way, and what else belongs to it (a domain, or views by name)."""

    label: Sentence
    view: str
    shown_to: Callable[[Actor], bool]
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NavigationEntry:
    label: Sentence
    address: str
    current: bool


@dataclass(frozen=True, slots=True)
class OtherLanguage:
    code: str
    name: str
    address: str


def _everybody(actor: Actor) -> bool:
    return True


def _visitor(actor: Actor) -> bool:
    return not actor.id


def _signed_in(actor: Actor) -> bool:
    return bool(actor.id)


def _holder_of(*roles: Role) -> Callable[[Actor], bool]:
    return lambda actor: any(actor.holds(role) for role in roles)


_OFFICERS = (Role.CITY_OFFICER, Role.DISTRICT_OFFICER)
# One line a place. The way is no right: each page asks for itself who may see it.
PLACES = (
    Place(say("Home"), "dashboards:home", _signed_in, ("dashboards",)),
    Place(say("Schools"), "schools:schools", _everybody, ("schools",)),
    Place(say("Balance"), "balance:city", _everybody, ("balance",)),
    Place(say("Alliances"), "alliances:alliances", _everybody, ("alliances",)),
    Place(say("Standards"), "standards:standards", _everybody, ("standards",)),
    Place(say("Loading files"), "imports:imports", _holder_of(*_OFFICERS), ("imports",)),
    Place(
        say("People"),
        "people:people",
        _holder_of(*_OFFICERS, Role.SCHOOL_LEADER, Role.SECURITY_ADMINISTRATOR, Role.AUDITOR),
        ("people",),
    ),
    Place(say("Audit"), "audit:lines", _holder_of(Role.AUDITOR, *_OFFICERS), ("audit",)),
    Place(say("How it is computed"), "web:method", _visitor),
)


def page_frame(request: HttpRequest) -> dict[str, object]:
    actor = asker(request)
    here = request.resolver_match.view_name if request.resolver_match else ""
    return {
        "reader": actor,
        "reader_role": next((role.label for role in Role if actor.holds(role)), ""),
        "unread": lambda: count_at("notices:inbox", actor.id),
        "navigation": list(navigation(actor, here)),
        "other_language": _other_language(request, here),
    }


def navigation(actor: Actor, here: str) -> list[NavigationEntry]:
    """The places that this reader is shown, in their order. A domain that is not installed has none."""
    shown = [(place, address_of(place.view)) for place in PLACES if place.shown_to(actor)]
    return [
        NavigationEntry(place.label, address, here == place.view or here.partition(":")[0] in place.parts)
        for place, address in shown
        if address
    ]


def address_of(view: str) -> str:
    return _address(view, get_language(), get_urlconf(), get_script_prefix())


@lru_cache(maxsize=500)
def _address(view: str, *_where: str | None) -> str:
    try:
        return reverse(view)
    except NoReverseMatch:
        return ""


def _other_language(request: HttpRequest, here: str) -> OtherLanguage:
    code, name = (ENGLISH, "English") if get_language() == CHINESE else (CHINESE, "中文")
    asked = request.GET.urlencode()
    path = escape_uri_path(request.path)
    address = path.replace(f"/{get_language()}/", f"/{code}/", 1) if here else f"/{code}/"
    return OtherLanguage(code, name, f"{address}?{asked}" if 0 < len(asked) <= _LONGEST_QUERY else address)
