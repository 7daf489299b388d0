"""The line that every page of a made-up city carries."""

from django.http import HttpRequest

from lianmeng.cities.queries.begun import is_made_up
from lianmeng.core.sentences import say

LINE = say(
    "Demonstration: the districts are Chengdu's of 2016; every school, person and figure is made up (synthetic)."
)


def made_up_line(request: HttpRequest) -> dict[str, object]:
    return {"made_up": LINE if is_made_up() else None}
