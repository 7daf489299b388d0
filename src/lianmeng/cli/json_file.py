"""Reading and writing JSON files: whatever is wrong with one becomes a sentence."""

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import say


def read_json(path: Path) -> object:
    """The values of a JSON file. Refused where it cannot be read, is no JSON, or names a key twice."""
    text = _text(path)
    try:
        return json.loads(text, object_pairs_hook=_object, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        sentence = say(
            "{name} is not JSON: row {row}, column {column} cannot be read. Correct the file there.",
            name=path.name,
            row=error.lineno,
            column=error.colno,
        )
    except RecursionError:
        sentence = say("{name} has lists within lists without end. Write it plainly.", name=path.name)
    except ValueError:  # Python reads no number of more than some thousand digits
        sentence = say("{name} has a number of thousands of digits. Correct it.", name=path.name)
    raise Refused(sentence)


def _text(path: Path) -> str:
    try:
        if path.is_dir():
            raise Refused(say("{name} is a folder. Name a JSON file.", name=path.name or str(path)))
        if path.exists() and not path.is_file():
            raise Refused(say("{name} is not an ordinary file. Name a JSON file.", name=path.name))
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(
            say(
                "{name} is not UTF-8 text (byte {byte}). Save it as UTF-8.",
                name=path.name,
                byte=error.start + 1,
            )
        ) from None
    except FileNotFoundError:
        raise Refused(say("There is no file {path}. Check its name and folder.", path=str(path))) from None
    except PermissionError:
        raise Refused(say("{name} may not be read. Ask for the right to read it.", name=path.name)) from None
    except OSError:
        raise Refused(say("{path} cannot be opened. Check its name and folder.", path=str(path))) from None


def _object(lines: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(lines)
    if len(found) < len(lines):
        keys = [key for key, _ in lines]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise Refused(say("“{key}” stands twice in one object. Keep it once.", key=shown(twice)))
    return found


def _no_number(text: str) -> object:
    raise Refused(say("{value} is no number in JSON. Write a number, or leave it out.", value=text))


def write_json(value: object, path: Path) -> None:
    """Write a JSON file whole or not at all. Refused where it cannot be written."""
    text = json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
    try:
        part = path.with_name(f"{path.name}.part")
        with removed_if_left(part):
            part.write_text(text, "utf-8")
            part.replace(path)
    except (OSError, ValueError):  # ValueError: a path that names no file, such as “/”
        raise Refused(
            say("{path} cannot be written. Name a file in a folder that you may write to.", path=str(path))
        ) from None


@contextmanager
def removed_if_left(part: Path) -> Iterator[None]:
    """Leave no unfinished file behind."""
    try:
        yield
    finally:
        with suppress(OSError):
            part.unlink()


def shown(text: str, most: int = 60) -> str:
    """A text from a file as it can be printed: short, on one line, without halves of characters."""
    cut = text if len(text) <= most else text[:most] + "…"
    return "".join(
        letter if letter.isprintable() or letter == "\u3000" else f"\\u{ord(letter):04x}" for letter in cut
    )
