"""How the command line speaks: in the terminal's language, refusals in one sentence with exit status 2."""

import gettext
import os
import sys
from collections.abc import Sequence
from unicodedata import east_asian_width

import click

from lianmeng.core.language import ENGLISH, LOCALE_DIR, language_of_terminal, spoken
from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import Sentence, say

LANGUAGE = language_of_terminal()
REFUSED, INTERRUPTED = 2, 130
WIDEST = 60

# What the library that reads the command line says of its own accord: it asks the standard catalogue.
_OF_THE_LIBRARY = (
    say("Usage:"),
    say("Options"),
    say("Commands"),
    say("Show this message and exit."),
    say("required"),
)


def told(sentence: Sentence | str) -> str:
    """The sentence in the terminal's language."""
    return spoken(sentence, LANGUAGE)


def speak_as_the_library() -> None:
    """Let the library find its words in Lianmeng's catalogue."""
    if LANGUAGE != ENGLISH:
        os.environ["LANGUAGE"] = "zh_Hans"
        gettext.bindtextdomain("django", str(LOCALE_DIR))
        gettext.textdomain("django")


def run_in_sentences(command: click.Command, arguments: Sequence[str] | None = None) -> int:
    """Run a command; whatever it or the library refuses becomes one sentence on standard error and status 2."""
    try:
        answer = command.main(args=arguments, prog_name="lianmeng", standalone_mode=False)
        sys.stdout.flush()
    except Refused as refused:
        return _refuse(refused.sentence)
    except click.exceptions.NoArgsIsHelpError as bare:
        click.echo(bare.message)
        return 0
    except click.UsageError as misuse:
        return _refuse(_in_a_sentence(misuse))
    except (click.Abort, BrokenPipeError):  # interrupted, or whoever read the answer has had enough
        os._exit(INTERRUPTED)
    except OSError as problem:
        status = _refuse(say("The answer cannot be written: {reason}.", reason=problem.strerror or ""))
        sys.stderr.flush()
        os._exit(status)  # what is left to be written cannot be written either
    return answer if isinstance(answer, int) else 0


def _refuse(sentence: Sentence) -> int:
    click.echo(told(sentence), err=True)
    return REFUSED


def _in_a_sentence(misuse: click.UsageError) -> Sentence:
    where = misuse.ctx.command_path if misuse.ctx else "lianmeng"
    if isinstance(misuse, click.MissingParameter) and misuse.param is not None:
        name = (
            misuse.param.human_readable_name
            if isinstance(misuse.param, click.Argument)
            else misuse.param.opts[0]
        )
        return say("{name} is missing. See {command} --help.", name=name, command=where)
    if isinstance(misuse, click.NoSuchOption):
        return say("There is no option {name}. See {command} --help.", name=misuse.option_name, command=where)
    return say(
        "This cannot be understood: {words}. See {command} --help.", words=misuse.message, command=where
    )


def tell_progress(done_bytes: int, all_bytes: int) -> None:
    """Progress on one line of a terminal; nothing where the output is a file."""
    if sys.stderr.isatty() and all_bytes > 8_000_000:
        share_percent = 100 * done_bytes // max(all_bytes, 1)
        end = "\r" if done_bytes < all_bytes else "\r\033[K"
        sys.stderr.write(f"{share_percent:3d} %{end}")
        sys.stderr.flush()


def columns_wide(text: str) -> int:
    """How many columns of a terminal a text takes: a Chinese character takes two."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def table_lines(headings: Sequence[str], rows: Sequence[Sequence[str]], *, left: int = 1) -> list[str]:
    """Rows under their headings, `left` columns flush left and the others flush right."""
    headings, rows = [*map(_plain, headings)], [[*map(_plain, row)] for row in rows]
    widths = [max(map(columns_wide, column)) for column in zip(headings, *rows, strict=True)]
    rule = ["─" * width for width in widths]
    return ["  ".join(_cells(cells, widths, left)).rstrip() for cells in (headings, rule, *rows)]


def _plain(cell: str) -> str:
    """One line without control characters, which would speak to the terminal, and not endless."""
    visible = "".join(letter if letter.isprintable() else " " for letter in cell)
    return visible if len(visible) <= WIDEST else visible[: WIDEST - 1] + "…"


def _cells(cells: Sequence[str], widths: Sequence[int], left: int) -> list[str]:
    blanks = [" " * (width - columns_wide(cell)) for cell, width in zip(cells, widths, strict=True)]
    return [
        cell + blank if at < left else blank + cell
        for at, (cell, blank) in enumerate(zip(cells, blanks, strict=True))
    ]
