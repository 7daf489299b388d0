"""Every sentence is in the Chinese catalogue: all of it, with the same values to fill in, and compiled."""

import io
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from tools import messages

PERCENT = re.compile(r"%\(\w+\)[a-z]")


def values(text: str) -> set[str]:
    """What a text leaves open: `{name}`, `{share:.1f}`, `%(name)s`."""
    try:
        braces = {
            f"{name}!{kind}:{form}" for _, name, form, kind in Formatter().parse(text) if name is not None
        }
    except ValueError:  # a template's text may hold a lone brace, and fills in nothing by braces
        braces = set()
    return braces | set(PERCENT.findall(text))


def failings(found: Catalog, catalog: Catalog) -> Iterator[str]:
    """One line for each sentence that the catalogue does not render, or not truly."""
    for message in messages.sentences(found):
        known = catalog.get(message.id, context=message.context)
        forms = message.id if isinstance(message.id, tuple) else (message.id,)
        if known is None or known.pluralizable != message.pluralizable:
            yield f"missing: {forms[0]}"
        elif known.fuzzy:
            yield f"fuzzy: {forms[0]}"
        elif not all(messages.translations(known)):
            yield f"untranslated: {forms[0]}"
        elif any(values(text) != values(forms[-1]) for text in messages.translations(known)):
            yield f"other values to fill in: {forms[0]}"


def test_every_sentence_has_its_chinese() -> None:
    found = list(failings(messages.collected(messages.SOURCE), messages.catalogue(messages.PO)))
    assert not found, "\n".join(found)


def test_the_catalogue_holds_nothing_that_nobody_says() -> None:
    said = {(m.id, m.context) for m in messages.sentences(messages.collected(messages.SOURCE))}
    kept = {(m.id, m.context) for m in messages.sentences(messages.catalogue(messages.PO))}
    assert kept - said == set()


def translated(catalog: Catalog) -> dict[tuple[str, str | None], list[str]]:
    """The sentences that have a translation; a plural by its first form."""
    rendered = [m for m in messages.sentences(catalog) if all(messages.translations(m))]
    firsts = [message.id if isinstance(message.id, str) else message.id[0] for message in rendered]
    return {(first, m.context): messages.translations(m) for first, m in zip(firsts, rendered, strict=True)}


def compiled(po: Path) -> Catalog:
    with po.with_suffix(".mo").open("rb") as file:
        return read_mo(file)


def test_the_compiled_catalogue_is_in_step() -> None:
    assert translated(compiled(messages.PO)) == translated(messages.catalogue(messages.PO))


SAID = 'say("Row {row} is empty.", row=1)\nsay_count("{count} school", "{count} schools", 2)\n'
PLANTED = {
    "missing": ('msgid "Row {row} is empty."', 'msgid "Another."', "missing: Row {row} is empty."),
    "empty": ('msgstr "第 {row} 行是空的。"', 'msgstr ""', "untranslated: Row {row} is empty."),
    "fuzzy": ('msgid "Row {row}', '#, fuzzy\nmsgid "Row {row}', "fuzzy: Row {row} is empty."),
    "value": ("第 {row} 行", "第 {line} 行", "other values to fill in: Row {row} is empty."),
    "plural": ("{count} 所学校", "所学校", "other values to fill in: {count} school"),
}
CATALOGUE = """
msgid "Row {row} is empty."
msgstr "第 {row} 行是空的。"

msgid "{count} school"
msgid_plural "{count} schools"
msgstr[0] "{count} 所学校"
"""


def catalog_of(text: str) -> Catalog:
    return read_po(io.BytesIO((messages.HEADER + text).encode()), locale=messages.LANGUAGE)


@pytest.fixture
def small_source(tmp_path: Path) -> Path:
    (tmp_path / "rules.py").write_text(SAID, "ascii")
    return tmp_path


def test_a_good_catalogue_is_accepted(small_source: Path) -> None:
    assert list(failings(messages.collected(small_source), catalog_of(CATALOGUE))) == []


@pytest.mark.parametrize(("old", "new", "complaint"), PLANTED.values(), ids=PLANTED)
def test_a_planted_failing_is_found(small_source: Path, old: str, new: str, complaint: str) -> None:
    assert old in CATALOGUE
    assert list(failings(messages.collected(small_source), catalog_of(CATALOGUE.replace(old, new)))) == [
        complaint
    ]


def test_sentences_are_found_in_templates_too(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    text = """<p>It's {% translate "One" %} (</p>
      {% blocktranslate count n=rows trimmed %}
        {{ n }} row
      {% plural %}
        {{ n }} rows
      {% endblocktranslate %}
    {% include "a.html" with title=_("Two") %}{% translate "May" context "month" %}"""
    (tmp_path / "templates" / "a.html").write_text(text, "utf-8")
    found = {(m.id, m.context) for m in messages.sentences(messages.collected(tmp_path))}
    assert found == {("One", None), (("%(n)s row", "%(n)s rows"), None), ("Two", None), ("May", "month")}


def test_bringing_up_to_date_keeps_translations_and_drops_the_rest(
    small_source: Path, tmp_path: Path
) -> None:
    po = tmp_path / "django.po"
    old = catalog_of(CATALOGUE + '\nmsgid "Gone."\nmsgstr "没有了。"\n')
    messages.write(messages.brought_up_to_date(messages.collected(small_source), old), po)
    first = po.read_text("utf-8")
    assert "第 {row} 行是空的。" in first
    assert "Gone." not in first
    messages.write(messages.brought_up_to_date(messages.collected(small_source), messages.catalogue(po)), po)
    assert po.read_text("utf-8") == first


def test_a_catalogue_changed_after_compiling_is_seen(tmp_path: Path) -> None:
    po = tmp_path / "django.po"
    messages.write(catalog_of(CATALOGUE), po)
    messages.compile_catalogue(po)
    assert translated(compiled(po)) == translated(messages.catalogue(po))
    po.write_text(po.read_text("utf-8").replace("是空的", "没有内容"), "utf-8")
    assert translated(compiled(po)) != translated(messages.catalogue(po))
