"""What every answer carries."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

Answer = Callable[[HttpRequest], HttpResponse]


def private_pages(answer: Answer) -> Answer:
    """Pages belong to their reader: no cache on the way keeps them, and the browser asks again before it shows one."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        if "Cache-Control" not in response:
            patch_cache_control(response, private=True, no_cache=True)
        return response

    return middleware
