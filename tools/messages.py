"""Collects the sentences that a person can read, and compiles their Chinese.

    python -m tools.messages

Writes `django.po` and `django.mo`: translations stay, sentences that nobody says any more go, new ones come
with an empty translation. The same sources give the same files: no dates, no line numbers, sorted.
"""

import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "lianmeng"
PO = SOURCE / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
LANGUAGE = "zh_Hans"

CONTEXT = (1, "c")
LAZY = ("", "_lazy")
KEYWORDS = {
    "say": (1,),
    "say_count": (1, 2),
    "_": (1,),
    **{f"gettext{lazy}": (1,) for lazy in LAZY},
    **{f"ngettext{lazy}": (1, 2) for lazy in LAZY},
    **{f"pgettext{lazy}": (CONTEXT, 2) for lazy in LAZY},
    **{f"npgettext{lazy}": (CONTEXT, 2, 3) for lazy in LAZY},
}
HEADER = f"""msgid ""
msgstr ""
"Language: {LANGUAGE}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""


def sources(root: Path) -> list[Path]:
    """The files that can hold sentences."""
    templates = (path for path in root.rglob("templates/**/*") if path.suffix in {".html", ".txt", ".svg"})
    return sorted([*root.rglob("*.py"), *templates])


def messages_of(path: Path) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    """The sentences of one file, with their contexts."""
    text = path.read_text("utf-8")
    if path.suffix != ".py":
        # Django turns a template into something like Python; a page's indentation would confuse its reader.
        text = re.sub(r"^\s+", "", templatize(text, origin=str(path)), flags=re.MULTILINE)
    for _, message, _, context in extract("python", io.BytesIO(text.encode()), keywords=KEYWORDS):
        yield message, context


def collected(root: Path) -> Catalog:
    """Every sentence of the sources under `root`, untranslated."""
    catalog = Catalog(locale=LANGUAGE)
    for path in sources(root):
        for message, context in messages_of(path):
            catalog.add(message, locations=[(path.relative_to(root).as_posix(), 0)], context=context)
    return catalog


def catalogue(po: Path) -> Catalog:
    with po.open("rb") as file:
        return read_po(file, locale=LANGUAGE)


def sentences(catalog: Catalog) -> list[Message]:
    """The catalogue's entries without its header."""
    return [message for message in catalog if message.id]


def translations(message: Message) -> list[str]:
    """The forms of a translation; an empty text where it is wanting."""
    forms = message.string if isinstance(message.string, (tuple, list)) else [message.string]
    return [form or "" for form in forms]


def brought_up_to_date(found: Catalog, old: Catalog) -> Catalog:
    """The sentences found, with the translations that the old catalogue has for them."""
    for message in sentences(found):
        known = old.get(message.id, context=message.context)
        if known is not None and not known.fuzzy and bool(known.pluralizable) == bool(message.pluralizable):
            message.string = known.string
            message.user_comments = known.user_comments
    return found


def write(catalog: Catalog, po: Path) -> None:
    body = io.BytesIO()
    write_po(body, catalog, width=110, omit_header=True, sort_output=True, include_lineno=False)
    po.parent.mkdir(parents=True, exist_ok=True)
    po.write_text(HEADER + body.getvalue().decode().lstrip("\n"), "utf-8")


def compile_catalogue(po: Path) -> None:
    """Writes the `.mo` beside the `.po`, without a date."""
    catalog = catalogue(po)
    catalog.creation_date = catalog.revision_date = datetime(2026, 1, 1, tzinfo=UTC)
    with po.with_suffix(".mo").open("wb") as file:
        write_mo(file, catalog)


def main() -> int:
    catalog = brought_up_to_date(
        collected(SOURCE), catalogue(PO) if PO.exists() else Catalog(locale=LANGUAGE)
    )
    write(catalog, PO)
    compile_catalogue(PO)
    untranslated = [message.id for message in sentences(catalog) if not all(translations(message))]
    print(f"{len(catalog)} sentences, {len(untranslated)} without a translation: {PO.relative_to(ROOT)}")
    for sentence in untranslated:
        print(f"  {sentence}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
