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


def address(view: str, *ids: object) -> str:
    """What `reverse` answers, and its NoReverseMatch; a view has one address for each number of ids."""
    form = _form(view, len(ids), get_language(), get_script_prefix(), settings.ROOT_URLCONF)
    if form and all(isinstance(one, str) and _PLAIN.fullmatch(one) for one in ids):
        return form % ids
    return reverse(view, args=ids)


@lru_cache(maxsize=2000)
def _form(view: str, count: int, *_where: str | None) -> str:
    """The address with a %s for each id; empty where ids are not texts."""
    marks = [f"here-stands-{at}-" for at in range(count)]
    try:
        written = reverse(view, args=marks).replace("%", "%%")
    except NoReverseMatch:
        return ""
    return re.sub("|".join(marks), "%s", written) if marks else written
