"""The import contracts catch a planted violation of each kind, and cover every domain."""

import ast
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from tests.house.project import PACKAGE, ROOT, python_files

CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
NAMES = {contract["id"]: contract["name"] for contract in CONTRACTS}

# What is planted: the contract that it breaks, and each file with the one line that is put into it.
PLANTED = {
    "upwards": ("ladder", {"core/planted.py": "import lianmeng.web"}),
    "mechanism-to-core": ("ladder", {"mechanisms/planted.py": "import lianmeng.core.figures"}),
    "neighbours": ("ladder", {"twinning/__init__.py": "import lianmeng.groups", "groups/__init__.py": ""}),
    "unknown-rung": ("ladder", {"attic/__init__.py": ""}),
    "drawer-upwards": ("drawers", {"balance/rules/planted.py": "import lianmeng.balance.queries"}),
    "views-and-api": (
        "drawers",
        {"balance/api/__init__.py": "import lianmeng.balance.admin", "balance/admin.py": ""},
    ),
    "unknown-drawer": ("drawers", {"standards/services.py": ""}),
    "mechanism-with-django": ("no-django-below", {"mechanisms/planted.py": "import django.db"}),
    "core-with-django": ("no-django-below", {"core/planted.py": "from django.utils import timezone"}),
    "tables-with-django": ("no-django-below", {"tables/planted.py": "import django"}),
    "rule-with-django": ("plain-rules", {"standards/rules/planted.py": "from django.db import models"}),
    "action-with-request": ("no-web-within", {"twinning/actions.py": "from django.http import HttpRequest"}),
    "query-with-shortcut": ("no-web-within", {"balance/queries/planted.py": "import django.shortcuts"}),
    "rule-with-page": ("no-web-within", {"balance/rules/planted.py": "import lianmeng.web.urls"}),
    "view-called": ("mounted-only", {"cli/planted.py": "import lianmeng.web.views"}),
    "endpoint-called": (
        "mounted-only",
        {"people/api.py": "", "dashboards/planted.py": "import lianmeng.people.api"},
    ),
    "foreign-models": (
        "private-models",
        {"people/models.py": "", "balance/models.py": "import lianmeng.people.models"},
    ),
    "circle": (
        "no-cycles",
        {"web/one.py": "import lianmeng.web.two", "web/two.py": "import lianmeng.web.one"},
    ),
}


def broken_contracts(root: Path) -> set[str]:
    """The ids of the contracts that the tree under `root` breaks."""
    lint = Path(sys.executable).with_name("lint-imports")
    environment = os.environ | {"PYTHONPATH": str(root / "src"), "COLUMNS": "200"}
    command = [str(lint), "--no-logo", "--no-cache"]
    answer = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    assert "Contracts:" in answer.stdout, answer.stdout + answer.stderr
    broken = {each for each, name in NAMES.items() if f"{name} BROKEN" in answer.stdout}
    assert bool(broken) == bool(answer.returncode), answer.stdout
    return broken


@pytest.fixture
def copied_tree(tmp_path: Path) -> Path:
    for path in python_files("src", "tools"):
        copy = tmp_path / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, copy)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_tree_as_it_stands_keeps_every_contract(copied_tree: Path) -> None:
    assert broken_contracts(copied_tree) == set()


@pytest.mark.parametrize(("contract", "files"), PLANTED.values(), ids=PLANTED)
def test_a_planted_violation_is_caught(copied_tree: Path, contract: str, files: dict[str, str]) -> None:
    for name, line in files.items():
        path = copied_tree / "src" / "lianmeng" / name
        path.parent.mkdir(exist_ok=True)
        (path.parent / "__init__.py").touch()
        path.write_text(f"{line}\n", encoding="ascii")
    assert contract in broken_contracts(copied_tree)


def test_every_contract_has_a_planted_violation() -> None:
    assert {contract for contract, _ in PLANTED.values()} == set(NAMES)


def test_every_domain_has_its_drawers_checked() -> None:
    drawers = next(contract for contract in CONTRACTS if contract["id"] == "drawers")
    plumbing = {"cli", "config", "core", "mechanisms", "tables", "web", "database"}
    domains = {path.parent.name for path in PACKAGE.glob("*/__init__.py")} - plumbing
    assert {f"lianmeng.{domain}" for domain in domains} == set(drawers["containers"])


def test_core_needs_nothing_but_the_standard_library() -> None:
    needed = {
        module.split(".")[0]
        for path in python_files("src/lianmeng/core")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        for module in imported(node)
    }
    assert needed <= sys.stdlib_module_names | {"lianmeng"}


def imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module] if isinstance(node, ast.ImportFrom) and node.module else []
