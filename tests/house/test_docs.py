"""The documentation's links lead somewhere, and the tests that it names exist."""

import re
from pathlib import Path

import pytest
from tests.house.project import ROOT, python_files
from tools.docs import broken_links


def test_every_link_leads_somewhere() -> None:
    assert list(broken_links(ROOT)) == []


@pytest.mark.parametrize(
    ("link", "complaint"),
    [
        ("[a](docs/none.md)", "docs/none.md does not exist"),
        ("![a](none.png)", "none.png does not exist"),
        ("[a](#none)", "#none names no heading of that page"),
        ("[a](docs/there.md#none)", "docs/there.md#none names no heading of that page"),
    ],
)
def test_a_planted_dead_link_is_found(tmp_path: Path, link: str, complaint: str) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "there.md").write_text("# There\n", "ascii")
    (tmp_path / "README.md").write_text(f"# Start\n{link}\n", "ascii")
    assert list(broken_links(tmp_path)) == [f"README.md: {complaint}"]


def test_good_links_are_accepted(tmp_path: Path) -> None:
    text = "# A `b` c?\n## 中文 标题\n[a](#a-b-c) [b](#中文-标题) [c](README.md#a-b-c) [d](https://example.org/x)\n"
    (tmp_path / "README.md").write_text(text + "```\n[no](link)\n```\n", "utf-8")
    assert list(broken_links(tmp_path)) == []


def test_every_test_that_a_page_names_exists() -> None:
    tests = "".join(path.read_text("utf-8") for path in python_files("tests"))
    pages = "".join(path.read_text("utf-8") for path in sorted((ROOT / "docs").rglob("*.md")))
    named = set(re.findall(r"`(test_\w+)`", pages))
    assert len(named) > 20
    assert {name for name in named if f"def {name}(" not in tests} == set()
