"""Every action leaves a line of the audit: what a page, a command or the night asks to be written reaches `record`.

The doors are all modules outside `actions`. Each function that they import from there is followed through whatever it
calls. If that can write and cannot reach the audit's `record`, this fails, unless the function is named below with the
reason. The ring looks at the same where it sends forms: see tests/ring.
"""

from __future__ import annotations

import ast
import importlib
import inspect
from collections.abc import Iterator
from functools import cache
from types import CodeType, FunctionType, ModuleType

from tests.house.project import PACKAGE, python_files

from lianmeng.audit.actions import erase_person
from lianmeng.audit.actions.recording import record
from lianmeng.jobs.models import Job

RECORD = inspect.unwrap(record)
WRITING = {
    "save",
    "create",
    "bulk_create",
    "bulk_update",
    "update",
    "delete",
    "get_or_create",
    "update_or_create",
}
WRITING |= {"executemany", "copy"}
# What may be written without a line, and why.
EXCEPTIONS = {
    "audit.actions.mailing.mail_heads": "each head keeps when it was mailed",
    "audit.actions.persons.before_erasing": "registers a function when the program starts",
    "audit.actions.persons.forgets": "registers a function when the program starts",
    "balance.actions.registers.add_register": "a visitor's own file, not the city's record; gone after some days",
    "balance.actions.registers.forget_old_registers": "a visitor's own file",
    "balance.actions.registers.forget_register": "a visitor's own file",
    "balance.actions.registers.name_columns": "a visitor's own file",
    "balance.actions.samples.prepare_samples": "the program's own samples",
    "imports.actions.applying.preview": "rows laid ready; applying them is a line with their digest",
    "imports.actions.files.forget_old": "part of the retention, which is a line; called by `bring` too, which is one",
    "notices.actions.forgetting.forget_the_gone": "part of the retention, which is a line",
    "people.actions.security.forget_old_events": "part of the retention, which is a line",
    "notices.actions.telling.mark_read": "that somebody opened their own notice",
    "people.actions.accounts.end_sessions": "a session is no record; the security log has it",
    "people.actions.erasing.close_for_good": "part of erasing a person, which is a line",
    "people.actions.security.note": "the security log is a record of its own",
    "people.actions.security.note_of_username": "the security log is a record of its own",
}


def door_imports() -> dict[str, FunctionType]:
    """Every function of an `actions` drawer that something outside of one imports, by its full name."""
    found: dict[str, FunctionType] = {}
    for path in python_files("src"):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        if path.is_relative_to(PACKAGE) and "actions" not in parts:
            for function in imported_actions(ast.parse(path.read_text("utf-8"))):
                found[name_of(function)] = function
    return found


def imported_actions(tree: ast.Module) -> Iterator[FunctionType]:
    modules: dict[str, ModuleType] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and ".actions" in f".{node.module}":
            module = importlib.import_module(node.module or "")
            for one in node.names:
                thing = getattr(module, one.name, None) or importlib.import_module(
                    f"{node.module}.{one.name}"
                )
                if isinstance(thing, ModuleType):
                    modules[one.asname or one.name] = thing
                elif not isinstance(thing, dict):  # a table of steps: what takes them is imported too
                    yield from functions_of(thing)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in modules:
            yield from functions_of(getattr(modules[node.value.id], node.attr))


def functions_of(thing: object) -> Iterator[FunctionType]:
    """The function, without what decorates it; of a class its methods; of a table of functions, these."""
    if isinstance(thing, dict):
        thing = list(thing.values())
    if isinstance(thing, list | tuple | set | frozenset):
        for one in thing:
            yield from functions_of(one)
    elif inspect.isclass(thing) and thing.__module__.startswith("lianmeng."):
        yield from functions_of(
            [one.fget if isinstance(one, property) else one for one in vars(thing).values()]
        )
    elif callable(thing):
        bare = inspect.unwrap(thing)
        if isinstance(bare, FunctionType) and bare.__module__.startswith("lianmeng."):
            yield bare


def name_of(function: FunctionType) -> str:
    return f"{function.__module__.removeprefix('lianmeng.')}.{function.__qualname__}"


def names_in(code: CodeType) -> set[str]:
    inner = [names_in(one) for one in code.co_consts if isinstance(one, CodeType)]
    return set(code.co_names).union(*inner)


@cache
def called(function: FunctionType) -> frozenset[FunctionType]:
    """What the names in a function can stand for."""
    names, found = names_in(function.__code__), set()
    for name in names:
        thing = function.__globals__.get(name)
        if isinstance(thing, ModuleType):
            for inner in names & vars(thing).keys():
                found.update(functions_of(getattr(thing, inner)))
        else:
            found.update(functions_of(thing))
    return frozenset(found)


def reached(function: FunctionType) -> set[FunctionType]:
    found, waiting = {function}, [function]
    while waiting:
        more = called(waiting.pop()) - found
        found |= more
        waiting += more
    return found


def unrecorded(function: FunctionType) -> bool:
    """Whether it can write, and cannot leave a line."""
    all_called = reached(function)
    return RECORD not in all_called and any(WRITING & names_in(one.__code__) for one in all_called)


def planted(text: str) -> str:
    """As an action would keep it."""
    return Job.objects.create(kind=text).kind


def test_an_action_that_leaves_no_line_is_found() -> None:
    assert unrecorded(planted)
    assert not unrecorded(inspect.unwrap(erase_person))


def test_whatever_a_door_writes_leaves_a_line_of_the_audit() -> None:
    doors = door_imports()
    assert len(doors) > 100
    found = {name for name, function in doors.items() if unrecorded(function)}
    assert found == set(EXCEPTIONS), "\n".join(sorted(found ^ set(EXCEPTIONS)))
