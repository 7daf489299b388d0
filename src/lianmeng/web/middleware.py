"""What every answer carries."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

Answer = Callable[[HttpRequest], HttpResponse]


def no_sign_of_nothing(answer: Answer) -> Answer:
    """No address has the sign NUL, and one database breaks off at it: it is not found before anybody looks."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            raise Http404
        return answer(request)

    return middleware


def private_pages(answer: Answer) -> Answer:
    """Pages belong to their reader: no cache on the way keeps them, and the browser asks again before it shows one."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        if "Cache-Control" not in response:
            patch_cache_control(response, private=True, no_cache=True)
        return response

    return middleware
