"""Nothing grows past its ceiling. There is no list of exceptions; only migrations are not counted."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.house.project import PACKAGE, ROOT, own_files, python_files

FUNCTION, MECHANISM, KERNEL, SOURCE_FILE, TEST_FILE, TEMPLATE = 40, 60, 100, 400, 600, 150
ARGUMENTS, POSITIONAL = 7, 4
COMPILERS = {"jit", "njit", "vectorize", "guvectorize"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(tree: ast.AST, *, method: bool = False) -> Iterator[tuple[Function, bool]]:
    """Every function with whether it is a method."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, Function):
            yield node, method
        yield from functions(node, method=isinstance(node, ast.ClassDef))


def decorators(function: Function) -> set[str]:
    """The last names of the decorators: `njit` for `@numba.njit(cache=True)`."""
    called = (node.func if isinstance(node, ast.Call) else node for node in function.decorator_list)
    return {node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "") for node in called}


def ceiling(function: Function, *, mechanism: bool) -> int:
    if decorators(function) & COMPILERS:
        return KERNEL
    return MECHANISM if mechanism else FUNCTION


def filled_in_by_name(function: Function) -> bool:
    """Whether pytest, Python or a compiler calls it, so that its author does not choose how."""
    special = function.name.startswith(("test_", "pytest_", "__"))
    return special or bool(decorators(function) & (COMPILERS | {"fixture", "given", "composite"}))


def oversized(path: Path, text: str) -> Iterator[str]:
    """One line for each function of a Python file that is too long or takes too much."""
    for function, method in functions(ast.parse(text)):
        where = f"{path.relative_to(ROOT)}:{function.lineno} {function.name}"
        lines = (function.end_lineno or 0) - function.lineno + 1
        allowed = ceiling(function, mechanism=path.is_relative_to(PACKAGE / "mechanisms"))
        if lines > allowed:
            yield f"{where}: {lines} lines, at most {allowed}"
        positional = [argument.arg for argument in function.args.posonlyargs + function.args.args]
        own = len(positional) - (method and positional[:1] in (["self"], ["cls"]))
        if own + len(function.args.kwonlyargs) > ARGUMENTS:
            yield f"{where}: more than {ARGUMENTS} arguments"
        if own > POSITIONAL and not filled_in_by_name(function):
            yield f"{where}: name the arguments past {POSITIONAL} (`*, …`)"


def length(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def test_no_function_is_too_long_or_takes_too_much() -> None:
    found = [line for path in python_files() for line in oversized(path, path.read_text("utf-8"))]
    assert not found, "\n".join(found)


def test_no_file_is_too_long() -> None:
    ceilings = {
        path: TEST_FILE if path.is_relative_to(ROOT / "tests") else SOURCE_FILE for path in python_files()
    }
    ceilings |= {
        path: TEMPLATE for path in own_files() if "templates" in path.parts and path.suffix == ".html"
    }
    too_long = {
        str(path.relative_to(ROOT)): length(path) for path in ceilings if length(path) > ceilings[path]
    }
    assert too_long == {}


BODY = "    x = 1\n"
PLANTED = {
    "long function": ("src/lianmeng/core/a.py", "def f():\n" + BODY * 40, "41 lines, at most 40"),
    "long mechanism": ("src/lianmeng/mechanisms/a.py", "def f():\n" + BODY * 60, "61 lines, at most 60"),
    "long kernel": (
        "src/lianmeng/core/a.py",
        "@numba.njit(cache=True)\ndef f():\n" + BODY * 100,
        "at most 100",
    ),
    "long test": ("tests/test_a.py", "def test_f():\n" + BODY * 40, "at most 40"),
    "many arguments": (
        "src/lianmeng/core/a.py",
        f"def f(*, {', '.join('abcdefgh')}):\n    pass",
        "more than 7",
    ),
    "unnamed arguments": ("src/lianmeng/core/a.py", "def f(a, b, c, d, e):\n    pass", "name the arguments"),
    "unnamed in a method": (
        "src/lianmeng/core/a.py",
        "class A:\n  def f(self, a, b, c, d, e):\n    pass",
        "name the arg",
    ),
}


@pytest.mark.parametrize(("name", "text", "complaint"), PLANTED.values(), ids=PLANTED)
def test_a_planted_excess_is_found(name: str, text: str, complaint: str) -> None:
    (found,) = oversized(ROOT / name, text)
    assert complaint in found


def test_what_keeps_its_size_is_let_be() -> None:
    text = "class A:\n  def f(self, a, b, c, d, *, e):\n" + BODY * 38 + "def test_a(a, b, c, d, e):\n  pass"
    assert list(oversized(ROOT / "src/lianmeng/core/a.py", text)) == []
