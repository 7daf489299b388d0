"""The locks pin every package by its hash, name no address, and are in step with pyproject.toml."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterable
from importlib.metadata import packages_distributions

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from tests.house.project import ROOT, python_files

ADDRESS = re.compile(r"[a-z+]+://|^\s*-(?!-hash=)|--(?!hash=)| @ |\.(?:whl|tar\.gz)\b", re.MULTILINE)
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;]+)(.*?)(?=^\S|\Z)", re.MULTILINE | re.DOTALL)

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
BUILD = (ROOT / "requirements" / "build.in").read_text("utf-8").split()
EXTRAS = PROJECT["project"]["optional-dependencies"]
WANTED = {
    "run": [*PROJECT["project"]["dependencies"], *PROJECT["build-system"]["requires"], *BUILD],
    "dev": [*PROJECT["project"]["dependencies"], *BUILD, *EXTRAS["dev"], *EXTRAS["postgres"]],
}


def lock(name: str) -> str:
    return (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")


def addresses(text: str) -> list[str]:
    without_comments = re.sub(r"#.*", "", text)
    return ADDRESS.findall(without_comments)


def pins(text: str) -> set[tuple[str, str]]:
    return {(canonicalize_name(name), version) for name, version, _ in PIN.findall(text)}


def out_of_step(wanted: Iterable[str], text: str) -> list[str]:
    """The requirements that no pin of the lock meets."""
    pinned = pins(text)
    needs = map(Requirement, wanted)
    return [
        str(need)
        for need in needs
        if not any(
            name == canonicalize_name(need.name) and version in need.specifier for name, version in pinned
        )
    ]


@pytest.mark.parametrize("name", WANTED)
def test_a_lock_names_no_address(name: str) -> None:
    assert addresses(lock(name)) == []


@pytest.mark.parametrize("name", WANTED)
def test_a_lock_has_hashes_for_every_package(name: str) -> None:
    assert [package for package, _, rest in PIN.findall(lock(name)) if "--hash=sha256:" not in rest] == []


@pytest.mark.parametrize("name", WANTED)
def test_every_direct_dependency_is_pinned(name: str) -> None:
    assert out_of_step(WANTED[name], lock(name)) == []


def imported() -> set[str]:
    """The top-level modules of others that the project imports."""
    nodes = (node for path in python_files("src") for node in ast.walk(ast.parse(path.read_text("utf-8"))))
    modules: list[str] = []
    for node in nodes:
        if isinstance(node, ast.Import):
            modules += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            modules.append(node.module)
    return {module.partition(".")[0] for module in modules} - sys.stdlib_module_names - {"lianmeng"}


def modules_of_declared_packages() -> dict[str, str]:
    declared = {canonicalize_name(Requirement(line).name) for line in PROJECT["project"]["dependencies"]}
    brought = packages_distributions().items()
    return {
        module: name
        for module, names in brought
        for name in map(canonicalize_name, names)
        if name in declared
    }


def test_every_imported_package_is_declared() -> None:
    assert imported() - set(modules_of_declared_packages()) == set()


def test_every_declared_package_is_used() -> None:
    text = "".join(path.read_text("utf-8") for path in python_files("src"))
    modules = modules_of_declared_packages()
    used = {name for module, name in modules.items() if re.search(rf"\b{module}\b", text)}
    assert set(modules.values()) - used == set()


def test_developers_run_what_users_run() -> None:
    assert pins(lock("run")) <= pins(lock("dev"))


@pytest.mark.parametrize(
    "line",
    [
        "--index-url https://example.org/simple",
        "-i example.org",
        "a @ file:///a",
        "--find-links wheels",
        "a-1.whl",
    ],
)
def test_a_planted_address_is_found(line: str) -> None:
    assert addresses(f"a==1 \\\n    --hash=sha256:00\n    # via b\n{line}\n") != []


def test_a_planted_dependency_without_a_pin_is_found() -> None:
    assert out_of_step(["django>=5.2", "numpy>=99", "unheard-of"], lock("run")) == ["numpy>=99", "unheard-of"]
