"""docs/standards.md prints the figures that the files hold, and its example is a standard."""

import re
from pathlib import Path

import pytest

from lianmeng.standards.queries import standard_named, standards
from lianmeng.standards.rules import Measure, Standard

PAGE = (Path(__file__).parents[2] / "docs" / "standards.md").read_text(encoding="utf-8")


def row_of(measure: Measure) -> str:
    indicator = measure.indicator
    cells = [measure.code, f"{indicator.label.zh} {indicator.label.en}, {indicator.unit.en}"]
    bounds = list(measure.thresholds.values())
    cells += [str(bound.value) for bound in bounds] + [bound.certainty.value for bound in bounds[:1]]
    return f"| {' | '.join(cells)} |\n"


@pytest.mark.parametrize("standard", standards(), ids=lambda standard: standard.code)
def test_every_indicator_stands_on_the_page_with_its_thresholds(standard: Standard) -> None:
    for measure in standard.measures:
        assert row_of(measure) in PAGE


@pytest.mark.parametrize("standard", standards(), ids=lambda standard: standard.code)
def test_the_limits_stand_on_the_page_with_how_sure_they_are(standard: Standard) -> None:
    primary, junior = (stage.limit for stage in standard.stages.values())
    said = f"at most {primary.value} in primary and {junior.value} in junior sections"
    assert f"{said} ({primary.certainty.value})" in PAGE.replace("\n", " ")


def test_the_example_of_the_page_is_a_standard(tmp_path: Path) -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    (tmp_path / "my-city.toml").write_text(example, encoding="utf-8")
    assert standard_named("my-city", tmp_path).measures[0].indicator.key == "books"
