"""`lianmeng demo` and `lianmeng city`: made once, told in a sentence."""

import pytest
from click.testing import CliRunner
from tests.cities import small_rows

from lianmeng.cities.actions import demo as making
from lianmeng.cities.queries.begun import begun_city
from lianmeng.cli import cities
from lianmeng.cli.main import lianmeng
from lianmeng.core.refusal import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def prepared(monkeypatch: pytest.MonkeyPatch) -> None:
    """The database of the test is there already, and the city is a small one."""
    monkeypatch.setattr(cities, "prepare", lambda: None)
    monkeypatch.setattr(making, "demo_city", small_rows)
    monkeypatch.setenv("LIANMENG_DEMO", "true")


def test_the_demonstration_city_is_made_once() -> None:
    first, again = (CliRunner().invoke(lianmeng, ["demo", "--only-make"]) for _ in range(2))
    assert first.exit_code == again.exit_code == 0
    assert first.output
    assert not again.output
    begun = begun_city()
    assert begun is not None
    assert begun.made_up


def test_the_published_city_is_begun_in_an_empty_register_only() -> None:
    assert CliRunner().invoke(lianmeng, ["city", "taiwan"]).exit_code == 0
    assert CliRunner().invoke(lianmeng, ["city", "taiwan"]).exit_code == 0
    begun = begun_city()
    assert begun is not None
    assert not begun.made_up
    assert CliRunner().invoke(lianmeng, ["demo", "--only-make"]).output == ""


def test_the_published_city_is_refused_where_another_is() -> None:
    CliRunner().invoke(lianmeng, ["demo", "--only-make"])
    assert isinstance(CliRunner().invoke(lianmeng, ["city", "taiwan"]).exception, Refused)
