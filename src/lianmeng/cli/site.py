"""What a command needs that works on the installation's data: settings read, tables there."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import say

P = ParamSpec("P")
R = TypeVar("R")


def needs_the_site(command: Callable[P, R]) -> Callable[P, R]:
    """Read the settings before the command runs; what is wrong with them or the database becomes one sentence."""

    @wraps(command)
    def prepared(*args: P.args, **kwargs: P.kwargs) -> R:
        load_the_site()
        from django.db import DatabaseError

        try:
            return command(*args, **kwargs)
        except DatabaseError as problem:
            raise unusable_database(problem) from None

    return prepared


def load_the_site() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianmeng.config.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except (ImproperlyConfigured, ValueError, OSError) as problem:
        raise unusable_setting(problem) from None
    _finish_restore()


def _finish_restore() -> None:
    """Before anything else works on the data; a database that cannot be asked is for the command itself to tell of."""
    from django.db import DatabaseError

    from lianmeng.database.restoring import finish_restore

    try:
        finish_restore()
    except DatabaseError:
        return


def unusable_setting(problem: Exception) -> Refused:
    words = str(problem).rstrip(".")
    return Refused(say("A setting cannot be used: {problem}. See docs/settings.md.", problem=words))


def unusable_database(problem: Exception) -> Refused:
    first = (str(problem).strip().splitlines() or [type(problem).__name__])[0]
    return Refused(say("The database cannot be used: {problem}. See docs/settings.md.", problem=first))
