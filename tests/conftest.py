"""What every test shares."""

import os

import pytest
from hypothesis import settings

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
