"""Addresses of pages. Django writes each kind of address once; afterwards only the ids in it change.

To look one up among all the site's addresses and to check what stands in it takes twenty times as long, and a list has
a hundred.
"""

from __future__ import annotations

import re
from functools import lru_cache

from django.conf import settings
from django.urls import NoReverseMatch, get_script_prefix, reverse
from django.utils.translation import get_language

_PLAIN = re.compile(
    r"[A-Za-z0-9_-]+", re.ASCII
)  # what every kind of text in an address takes, and nothing escapes
_FIRST_NUMBER = 987654321


def address(view: str, *ids: object) -> str:
    """What `reverse` answers, and its NoReverseMatch; a view has one address for each number of ids."""
    kinds = tuple(map(_kind, ids))
    if "" in kinds:
        return reverse(view, args=ids)
    form = _form(view, kinds, get_language(), get_script_prefix(), settings.ROOT_URLCONF)
    return form % ids if form else reverse(view, args=ids)


def _kind(one: object) -> str:
    """Whether it stands in an address as it is, as a text or as a number; empty if neither."""
    if isinstance(one, str):
        return "text" if _PLAIN.fullmatch(one) else ""
    return "number" if type(one) is int and one >= 0 else ""


@lru_cache(maxsize=2000)
def _form(view: str, kinds: tuple[str, ...], *_where: str | None) -> str:
    """The address with a %s for each id; empty where it takes no ids of these kinds."""
    marks = [f"here-stands-{at}-" if kind == "text" else _FIRST_NUMBER + at for at, kind in enumerate(kinds)]
    try:
        written = reverse(view, args=marks).replace("%", "%%")
    except NoReverseMatch:
        return ""
    return re.sub("|".join(map(str, marks)), "%s", written) if marks else written
