"""A TOML file read key by key: what is not as it should be is refused with file, key and what to do."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from decimal import Decimal
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import Self, TypeVar

from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import Sentence, say
from lianmeng.standards.vocabulary import Words

Choice = TypeVar("Choice", bound=StrEnum)

_DIGITS = 12  # as many as count in a comparison: see rules.settled


class Table:
    """One table of a file. A read marks its key; `close` (or leaving `with`) refuses a key nobody read."""

    def __init__(self, file: str, keys: dict[str, object], place: str = "") -> None:
        self.file = file
        self._keys = keys
        self._place = place
        self._read: set[str] = set()

    def __contains__(self, key: str) -> bool:
        return key in self._keys

    def __enter__(self) -> Self:
        return self

    def __exit__(self, problem: type[BaseException] | None, *_: object) -> None:
        if problem is None:
            self.close()

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def key(self, key: str) -> str:
        """The key with the tables it stands in, as in `stages.primary.limit`."""
        return f"{self._place}.{key}" if self._place else key

    def text(self, key: str) -> str:
        value = self._value(key)
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(key, say("a text in quotation marks, not empty"))
        return value.strip()

    def whole(self, key: str, *, least: int, most: int) -> int:
        value = self._value(key)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise self.wrong(key, say("a whole number from {least} to {most}", least=least, most=most))
        return value

    def number(self, key: str) -> Decimal:
        """Exactly as it is written: 0.45 is 45 hundredths."""
        value = self._value(key)
        number = (
            Decimal(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else Decimal(0)
        )
        short = (
            number.is_finite()
            and len(number.as_tuple().digits) <= _DIGITS
            and abs(number.adjusted()) < _DIGITS
        )
        if not short or number <= 0:
            raise self.wrong(key, say("a number above 0 with at most {digits} digits", digits=_DIGITS))
        return number

    def choice(self, key: str, kinds: type[Choice]) -> Choice:
        return kinds(self.one_of(key, [str(kind) for kind in kinds]))

    def one_of(self, key: str, known: Iterable[str]) -> str:
        """A text that must be among the known ones."""
        return self._known(key, self.text(key), known=list(known))

    def some_of(self, key: str, known: Iterable[str]) -> list[str]:
        """A list of texts, each among the known ones; it may be empty."""
        names = list(known)
        return [self._known(key, str(each), known=names) for each in self._list(key)]

    def words(self, key: str) -> Words:
        with self.table(key) as inside:
            return inside.both_languages()

    def both_languages(self) -> Words:
        """This table's own `zh` and `en`."""
        return Words(zh=self.text("zh"), en=self.text("en"))

    def table(self, key: str) -> "Table":
        return self._inside(key, self._value(key), place=self.key(key))

    def tables(self, key: str) -> Iterator[tuple[str, "Table"]]:
        """The tables inside a table, by name, each closed after its turn; none if the key is not there."""
        if key in self:
            outer = self.table(key)
            for name in outer:
                with outer.table(name) as inside:
                    yield name, inside

    def rows(self, key: str) -> Iterator["Table"]:
        """The tables of a list (`[[key]]`), counted from 1, each closed after its turn; none if absent."""
        for at, value in enumerate(self._list(key) if key in self else [], 1):
            with self._inside(key, value, place=f"{self.key(key)}[{at}]") as inside:
                yield inside

    def close(self) -> None:
        for key in sorted(self._keys.keys() - self._read):
            raise Refused(
                say(
                    "{file}: “{key}” is not a key of this place. Known here: {known}. "
                    "Correct its spelling or take it out.",
                    file=self.file,
                    key=self.key(key),
                    known=tuple(nearest_first(key, self._read)),
                )
            )

    def wrong(self, key: str, wanted: Sentence) -> Refused:
        return Refused(
            say(
                "{file}: “{key}” should be {wanted}. Correct it.",
                file=self.file,
                key=self.key(key),
                wanted=wanted,
            )
        )

    def missing(self, key: str) -> Refused:
        return Refused(say("{file}: the key “{key}” is missing. Add it.", file=self.file, key=self.key(key)))

    def _value(self, key: str) -> object:
        self._read.add(key)
        if key not in self._keys:
            raise self.missing(key)
        return self._keys[key]

    def _list(self, key: str) -> list[object]:
        value = self._value(key)
        if not isinstance(value, list):
            raise self.wrong(key, say("a list"))
        return value

    def _inside(self, key: str, value: object, *, place: str) -> "Table":
        if not isinstance(value, dict):
            raise self.wrong(key, say("a table with keys of its own"))
        return Table(self.file, value, place)

    def _known(self, key: str, value: str, *, known: list[str]) -> str:
        if value in known:
            return value
        raise Refused(
            say(
                "{file}: “{key}” says “{value}”. Known here: {known}. Choose one of them.",
                file=self.file,
                key=self.key(key),
                value=value,
                known=tuple(nearest_first(value, known)),
            )
        )


def opened(path: Path) -> Table:
    """The file as a table; refused if it cannot be opened, is no UTF-8 text or is not written as TOML."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError:
        raise Refused(
            say("{file}: this file cannot be opened. Check that it is there and may be read.", file=path.name)
        ) from None
    except UnicodeDecodeError:
        raise Refused(say("{file}: this is not a text in UTF-8. Save it as UTF-8.", file=path.name)) from None
    try:
        return Table(path.name, tomllib.loads(text, parse_float=Decimal))
    except (ValueError, RecursionError) as problem:
        raise _not_toml(path.name, _line_of(problem, text)) from None


def _not_toml(file: str, line: int | None) -> Refused:
    if line is None:
        return Refused(
            say("{file}: this is not written as TOML. Compare it with a standard that exists.", file=file)
        )
    return Refused(
        say(
            "{file}, line {line}: this is not written as TOML. Compare it with a standard that exists.",
            file=file,
            line=line,
        )
    )


def nearest_first(name: str, known: Iterable[str]) -> list[str]:
    """The known names, those most like `name` first, the others in order."""
    names = sorted(known)
    near = get_close_matches(name, names, n=3)
    return near + [each for each in names if each not in near]


def _line_of(problem: Exception, text: str) -> int | None:
    """The parser tells the place in words only; of a number or a nesting past all measure it tells none."""
    if "end of document" in str(problem):
        return text.count("\n") + 1
    at = re.search(r"at line (\d+)", str(problem))
    return int(at[1]) if at else None
