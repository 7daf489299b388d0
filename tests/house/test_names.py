"""Names say what a thing is; no file names the machine that it was written on."""

import ast
import re

import pytest
from tests.house.project import ROOT, own_files, python_files

EMPTY_NAMES = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "services",
    "service",
    "manager",
    "managers",
    "misc",
}
EMPTY_VERBS = ("get_", "do_", "handle_", "process_")

# Folders that differ from machine to machine. Those that every system has (/usr, /etc, /var) may be named.
HOMES = rb"(?:^|[^A-Za-z0-9_.])/(?:work|farm|root|(?:home|Users|tmp)/[A-Za-z]\w*)\b"


def machine_paths(content: bytes) -> list[bytes]:
    """Every path in a file that only one machine knows: usual homes, and this very checkout."""
    here = re.escape(str(ROOT).encode()) + rb"\b"
    return re.findall(HOMES + b"|" + here, content, re.MULTILINE)


def test_no_file_has_an_empty_name() -> None:
    named = {
        str(path.relative_to(ROOT)): set(path.relative_to(ROOT).with_suffix("").parts) for path in own_files()
    }
    assert [name for name, parts in named.items() if parts & EMPTY_NAMES] == []


def test_no_function_has_an_empty_verb() -> None:
    vague = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in python_files("src", "tools", "bench")
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith(EMPTY_VERBS)
    ]
    assert vague == []


def test_no_file_names_a_machine() -> None:
    found = {
        str(path.relative_to(ROOT)): paths
        for path in own_files()
        if (paths := machine_paths(path.read_bytes()))
    }
    assert found == {}


@pytest.mark.parametrize("folder", ["work/x", "root", "home/anna/lianmeng", "tmp/build", "Users/Anna/x"])
@pytest.mark.parametrize("before", ["", "see ", '"', "file://"], ids=["bare", "text", "quoted", "address"])
def test_a_planted_machine_path_is_found(before: str, folder: str) -> None:
    assert len(machine_paths(f"{before}/{folder}".encode())) == 1


def test_this_checkout_is_a_machine_path_too() -> None:
    assert machine_paths(f"cd {ROOT}".encode()) != []


@pytest.mark.parametrize(
    "text", [b"https://example.org/work/1", b"/usr/lib/x", b"docs/home/page", b"/var/lib/x", b"/tmp"]
)
def test_what_every_machine_has_may_be_named(text: bytes) -> None:
    assert machine_paths(text) == []
