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
REFUSED = 2

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
    except Refused as refused:
        click.echo(told(refused.sentence), err=True)
        return REFUSED
    except click.exceptions.NoArgsIsHelpError as bare:
        click.echo(bare.message)
        return 0
    except click.UsageError as misuse:
        click.echo(told(_in_a_sentence(misuse)), err=True)
        return REFUSED
    except click.Abort:
        return 130
    return answer if isinstance(answer, int) else 0


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
    widths = [max(map(columns_wide, column)) for column in zip(headings, *rows, strict=True)]
    rule = ["─" * width for width in widths]
    return ["  ".join(_cells(cells, widths, left)).rstrip() for cells in (headings, rule, *rows)]


def _cells(cells: Sequence[str], widths: Sequence[int], left: int) -> list[str]:
    blanks = [" " * (width - columns_wide(cell)) for cell, width in zip(cells, widths, strict=True)]
    return [
        cell + blank if at < left else blank + cell
        for at, (cell, blank) in enumerate(zip(cells, blanks, strict=True))
    ]
