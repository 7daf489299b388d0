"""Every column of every table is declared: whether it is personal, what for, who sees it, how long, how erased."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist, FieldError
from django.db.models import Model
from tools import processing

from lianmeng.audit.actions.persons import forgetting
from lianmeng.audit.queries.declared import declared_tables, keepings
from lianmeng.audit.rules.personal import Table, tables_of


def models() -> dict[str, type[Model]]:
    return {model._meta.label: model for model in apps.get_models(include_auto_created=True)}


def undeclared(model: type[Model], table: Table | None) -> Iterator[str]:
    """One line for each column that is not declared, or declared and not there."""
    columns = {field.name for field in model._meta.local_concrete_fields}
    declared = table.declared if table else frozenset()
    for name in sorted(columns - declared):
        yield f"{model._meta.label}.{name} is not declared in its domain's data/personal.toml (docs/privacy.md)"
    for name in sorted(declared - columns):
        yield f"{model._meta.label}.{name} is declared, but there is no such column"


def test_every_column_is_declared() -> None:
    tables = declared_tables()
    found = [line for label, model in models().items() for line in undeclared(model, tables.get(label))]
    assert not found, "\n".join(found)


def test_nothing_is_declared_that_does_not_exist() -> None:
    assert set(declared_tables()) - set(models()) == set()


def test_every_keeping_has_its_time() -> None:
    known = keepings()
    named = {
        f"{table.label}.{column.name}: {column.keep}"
        for table in declared_tables().values()
        for column in table.columns.values()
        if column.keep not in known
    }
    assert not named, f"no such line in audit/data/retention.toml: {sorted(named)}"


def test_what_leads_to_a_person_and_to_an_end_can_be_asked() -> None:
    for label, table in declared_tables().items():
        for path in filter(None, (table.of_person, table.kept_from)):
            try:
                models()[label]._default_manager.filter(**{f"{path}__isnull": True})
            except (FieldError, FieldDoesNotExist) as problem:
                pytest.fail(f"{label}: {path}: {problem}")


def test_every_table_about_people_leads_to_whom_it_is_about() -> None:
    """What does not is no part of an export; the audit's lines are, and sign-ins end with the account."""
    silent = {label for label, table in declared_tables().items() if table.columns and not table.of_person}
    assert silent == {"audit.Line", "sessions.Session", "balance.Register"}


def test_what_is_kept_for_its_time_is_erased_by_somebody() -> None:
    timed = {
        label.partition(".")[0]
        for label, table in declared_tables().items()
        if not table.kept_from and any(keepings()[one.keep].days for one in table.columns.values())
    }
    assert timed - {name.partition(".")[0] for name in forgetting()} == set()


def test_a_table_with_personal_columns_says_what_it_is_for() -> None:
    silent = [label for label, table in declared_tables().items() if table.columns and not table.called]
    # A table without a name of its own goes with the one that it hangs on.
    assert [label for label in silent if not declared_tables()[label].of_person] == []


def test_the_processing_register_is_in_step() -> None:
    for language, path in processing.PAGES.items():
        assert path.read_text("utf-8") == processing.page(language), "run: python -m tools.processing"


PLANTED = {
    "a word that is none": ({"A": {"x": {"class": "none", "colour": "red"}}}, "colour is no word"),
    "no purpose": (
        {"A": {"x": {"class": "personal", "seen_by": [], "keep": "k", "erase": "clear"}}},
        "purpose is missing",
    ),
    "an unknown reader": (
        {"A": {"x": {"class": "none", "seen_by": ["everybody"]}}},
        "nobody is called everybody",
    ),
    "kept without a reason": ({"A": {"x": {"class": "none", "erase": "kept"}}}, "why is missing"),
    "one language": ({"A": {"x": {"class": "none", "purpose": {"en": "x"}}}}, "told in zh and in en"),
    "twice": ({"A": {"none": ["x"], "x": {"class": "none"}}}, "declared twice"),
}


@pytest.mark.parametrize(("file", "complaint"), PLANTED.values(), ids=PLANTED)
def test_a_planted_failing_of_a_declaration_is_found(file: dict[str, object], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        list(tables_of("planted", file))


def test_a_planted_undeclared_column_is_found() -> None:
    (label, model), *_ = models().items()
    (line, *_) = undeclared(model, None)
    assert line.startswith(label)
