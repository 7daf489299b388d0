"""Which standards exist: those that Lianmeng ships, and those in a folder of one's own."""

import os
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import say
from lianmeng.standards.queries.reading import indicators_in, standard_in
from lianmeng.standards.queries.toml_tables import Table, nearest_first, opened
from lianmeng.standards.rules import Indicator, Standard

SHIPPED = Path(__file__).resolve().parent.parent / "data"
_INDICATORS = "indicators.toml"
FOLDER = "LIANMENG_STANDARDS"


def standards(folder: Path | None = None) -> tuple[Standard, ...]:
    """The shipped standards and, from another folder, each `.toml` file in it; newest first, then by code.

    Without an argument the folder is the one that the environment names (`LIANMENG_STANDARDS`), if it names one.
    Refused if a file is not as it should be, or if a code is there twice. Shipped files are read once per
    process, a folder of one's own at each call.
    """
    named = os.environ.get(FOLDER, "")
    own = folder if folder is not None else Path(named) if named else None
    found = [*_shipped(), *(_own(own) if own is not None else ())]
    return tuple(sorted(found, key=lambda standard: (-standard.year, standard.code)))


def standard_named(code: str, folder: Path | None = None) -> Standard:
    """The standard with this code; otherwise refused, with the codes that exist, the nearest first."""
    by_code = {standard.code: standard for standard in standards(folder)}
    if code in by_code:
        return by_code[code]
    raise Refused(
        say(
            "There is no standard “{code}”. These exist: {known}. Choose one of them.",
            code=code,
            known=tuple(nearest_first(code, by_code)),
        ),
        field="standard",
    )


@cache
def _shared() -> dict[str, Indicator]:
    with opened(SHIPPED / _INDICATORS) as table:
        return indicators_in(table)


@cache
def _shipped() -> tuple[Standard, ...]:
    return tuple(_read(path, ()) for path in sorted(SHIPPED.glob("*.toml")) if path.name != _INDICATORS)


def _own(folder: Path) -> tuple[Standard, ...]:
    if not folder.is_dir():
        raise Refused(
            say("{folder}: this is not a folder. Name a folder with standard files.", folder=str(folder))
        )
    taken = [standard.code for standard in _shipped()]
    return tuple(_read(path, taken) for path in sorted(folder.glob("*.toml")))


def _read(path: Path, taken: Iterable[str]) -> Standard:
    """The file's name is its code, so no two files of one folder can claim the same."""
    table: Table = opened(path)
    standard = standard_in(table, _shared())
    if standard.code != path.stem:
        raise table.wrong("code", say("the name of the file, {name}", name=path.stem))
    if standard.code in taken:
        raise Refused(
            say(
                "{file}: the standard “{code}” exists already. Choose another code.",
                file=path.name,
                code=path.stem,
            )
        )
    return standard
