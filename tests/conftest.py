"""What every test shares."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest
from django.test import TransactionTestCase
from hypothesis import settings

if TYPE_CHECKING:
    from tests.cast import Cast

# How long an example takes depends on what else the machine does; speed is shown by bench/. In CI the examples
# are the same at every run, so that a change is judged by what it changes; elsewhere each run looks further.
settings.register_profile("steady", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("steady")

DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "django_db_reset_sequences"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test that touches the database carries the mark by which it is run again on PostgreSQL."""
    for item in items:
        if item.get_closest_marker("django_db") or DATABASE_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker("database")
    if "LIANMENG_DATABASE_URL" not in os.environ:
        items[:] = [item for item in items if not item.get_closest_marker("postgresql")]


def _empty_guarded_tables_too() -> None:
    """A test that commits ends by emptying all tables; the guard of those that are only added to steps aside for it."""
    from django.db import connection

    from lianmeng.database.adding import guard, guarded, release

    flush = TransactionTestCase._fixture_teardown

    def emptied(case: Any) -> None:
        tables = guarded(connection)
        for table in tables:
            release(connection, table)
        flush(case)
        for table in tables:
            guard(connection, table)

    TransactionTestCase._fixture_teardown = emptied  # type: ignore[method-assign]


_empty_guarded_tables_too()


@pytest.fixture(autouse=True)
def _language_of_the_city() -> None:
    """No test speaks the language that the one before it asked a page in."""
    from django.utils.translation import deactivate

    deactivate()


@pytest.fixture
def cast(db: None) -> Cast:
    """One person a role, with a signed-in browser each; see tests/cast.py."""
    from tests.cast import make

    return make()
