"""The head of a file of rows: its delimiter, its headings, and where the wanted columns stand."""

import csv
import difflib
import io
from collections import Counter
from collections.abc import Sequence

from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import Sentence, say
from lianmeng.tables.cells import Cells, Kind, shown
from lianmeng.tables.table import Layout, Wanted

_DELIMITERS = ("\t", "|", ";", ",")  # the rarer in running text first
_ROWS_LOOKED_AT = 50
_HEADINGS_LISTED = 20
_ROWS_OF_TITLES = 10
_WORDS_TO_TELL = 3


def tidy(heading: str) -> str:
    """A heading without surrounding blanks and line ends, as it is compared and shown."""
    return " ".join(heading.split())


def delimiter_of(text: str, *, whole: bool) -> str:
    """The delimiter by which most of the first rows have equally many fields; "," for one column."""
    scores = []
    for delimiter in _DELIMITERS:
        widths = Counter(len(row) for row in first_rows(text, delimiter, whole=whole) if row)
        width, times = max(widths.items(), key=lambda item: (item[0] > 1, item[1], item[0]), default=(0, 0))
        if width > 1:
            scores.append((times, width, delimiter))
    return max(scores, key=lambda score: score[:2])[2] if scores else ","


def first_rows(text: str, delimiter: str, *, whole: bool, limit: int = _ROWS_LOOKED_AT) -> list[list[str]]:
    """The first rows of a text that may be cut (`whole` False), blank ones as empty lists."""
    rows: list[list[str]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for row in reader:
            rows.append(row)
            if len(rows) > limit:
                break
    except csv.Error:  # a cell beyond bounds: reading on says which
        return rows
    return rows[:limit] if whole or len(rows) > limit else rows[:-1]


def checked_headings(rows: Sequence[Sequence[str]], layout: Layout) -> list[str]:
    """The tidied headings, of which at least one is not blank and below which a row follows."""
    at = layout.heading_row - 1
    if not any(any(map(tidy, row)) for row in rows):
        raise Refused(say("The file is empty. Choose a file with headings in its first row and data below."))
    if at < 0 or at >= len(rows) or not any(map(tidy, rows[at])):
        raise Refused(
            say("Row {row} has no headings. Say in which row the headings stand.", row=layout.heading_row),
        )
    return [tidy(cell) for cell in rows[at]]


def positions(rows: Sequence[Sequence[str]], wanted: Wanted, layout: Layout) -> dict[str, int]:
    """Where each wanted heading stands, from 0. Refuses one that is missing or stands twice."""
    headings = checked_headings(rows, layout)
    names = {name: tidy(name) for name in wanted.names}
    if not names:
        raise Refused(say("No column is named. Name at least one column to read."))
    missing = [name for name, heading in names.items() if heading not in headings or not heading]
    if missing:
        _refuse_other_heading_row(list(names.values()), rows, layout)
        raise _missing(missing[0], headings)
    for name, heading in names.items():
        if headings.count(heading) > 1:
            first, second = [at for at, other in enumerate(headings, 1) if other == heading][:2]
            raise Refused(
                say(
                    "The heading {column} stands twice, in columns {first} and {second}. Rename one of them.",
                    column=name,
                    first=first,
                    second=second,
                )
            )
    return {name: headings.index(heading) for name, heading in names.items()}


def _refuse_other_heading_row(names: list[str], rows: Sequence[Sequence[str]], layout: Layout) -> None:
    for number, row in enumerate(rows[:_ROWS_OF_TITLES], 1):
        if number != layout.heading_row and set(names) <= set(map(tidy, row)) and all(names):
            raise Refused(
                say(
                    "The headings stand in row {row}, not in row {heading_row}. "
                    "Say that they stand in row {row}, or delete the rows above them.",
                    row=number,
                    heading_row=layout.heading_row,
                )
            )


def _missing(name: str, headings: Sequence[str]) -> Refused:
    if not tidy(name):
        return Refused(
            say("A column without a heading cannot be read. Give it a heading in the file, and name that.")
        )
    named = [heading for heading in headings if heading]
    more = len(named) - _HEADINGS_LISTED
    cut = (f"… (+{more})",) if more > 0 else ()
    listed = (*map(shown, named[:_HEADINGS_LISTED]), *cut)
    near = difflib.get_close_matches(tidy(name), named, n=1, cutoff=0.5)
    if near:
        return Refused(
            say(
                "There is no column {column}. The nearest is {nearest}. The file has: {columns}.",
                column=name,
                nearest=near[0],
                columns=listed,
            )
        )
    return Refused(say("There is no column {column}. The file has: {columns}.", column=name, columns=listed))


def refuse_words(
    rows: Sequence[Sequence[str]], at: dict[str, int], *, wanted: Wanted, layout: Layout, cells: Cells
) -> None:
    """Refuses a number column of words, and a first row of data that has words above all the numbers."""
    below = [(number, row) for number, row in enumerate(rows, 1) if number > layout.heading_row]
    filled = [(number, row) for number, row in below if any(map(tidy, row))]
    if not filled or not wanted.numbers:
        return
    words_first = []
    for name in wanted.numbers:
        column = [
            (number, row[at[name]]) for number, row in filled if at[name] < len(row) and tidy(row[at[name]])
        ]
        words = [(number, cell) for number, cell in column if _is_word(cell, cells)]
        if len(words) >= _WORDS_TO_TELL and 2 * len(words) > len(column):
            raise Refused(_holds_words(name, *words[0]))
        words_first += [cell for number, cell in words if number == filled[0][0] and len(column) > 1]
    if len(words_first) == len(wanted.numbers):
        raise Refused(
            say(
                "Row {row} looks like a second row of headings: “{value}” stands where a number belongs. "
                "Delete that row.",
                row=filled[0][0],
                value=shown(words_first[0]),
            )
        )


def _holds_words(name: str, row: int, cell: str) -> Sentence:
    return say(
        "Column {column} holds words, not numbers: “{value}” in row {row}. Choose a column of numbers.",
        column=name,
        value=shown(cell),
        row=row,
    )


def _is_word(text: str, cells: Cells) -> bool:
    """Whether the text is no number, and begins with a letter as headings do."""
    return cells.read(text).kind is Kind.BAD and text.strip()[:1].isalpha()
