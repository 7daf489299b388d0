"""What the frame of every page needs: navigation, and the same page in the other language."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.translation import get_language

from lianmeng.core.language import CHINESE, ENGLISH
from lianmeng.core.sentences import Sentence, say
from lianmeng.web.keeping import CHOICES


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


_PLACES = (
    (say("Balance"), "balance:registers", "balance"),
    (say("Standards"), "standards:standards", "standards"),
    (say("How it is computed"), "web:method", "web:method"),
)


def page_frame(request: HttpRequest) -> dict[str, object]:
    here = request.resolver_match.view_name if request.resolver_match else ""
    navigation = [
        NavigationEntry(label, reverse(view), here == place or here.partition(":")[0] == place)
        for label, view, place in _PLACES
    ]
    code, name = (ENGLISH, "English") if get_language() == CHINESE else (CHINESE, "中文")
    chosen = urlencode({key: value for key, value in request.GET.items() if key in CHOICES})
    here_again = f"{request.path}?{chosen}" if chosen else request.path
    address = translate_url(here_again, code) if here else f"/{code}/"
    return {"navigation": navigation, "other_language": OtherLanguage(code, name, address)}
