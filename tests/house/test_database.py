"""The database is the one that was asked for, and its tables are those of the models."""

import os

import pytest
from django.core.management import call_command
from django.db import connection


@pytest.mark.django_db
def test_the_tests_run_on_the_database_that_was_asked_for() -> None:
    asked = os.environ.get("LIANMENG_DATABASE_URL", "sqlite").partition(":")[0]
    assert connection.vendor == {"postgres": "postgresql"}.get(asked, asked)


@pytest.mark.django_db
def test_the_migrations_make_the_tables_of_the_models() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
