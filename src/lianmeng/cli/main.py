"""The commands. Each is written in its own file; this one gathers them."""

import sys

import click

from lianmeng import __version__
from lianmeng.cli.audit import audit
from lianmeng.cli.balance import balance
from lianmeng.cli.calendar import calendar
from lianmeng.cli.check import check
from lianmeng.cli.cities import city, demo
from lianmeng.cli.install import install, migrate
from lianmeng.cli.keeping import backup, export, restore, upgrade
from lianmeng.cli.loading import import_file
from lianmeng.cli.match import match
from lianmeng.cli.notices import notices
from lianmeng.cli.person import person, retention
from lianmeng.cli.security import security_administrator
from lianmeng.cli.serve import run_site
from lianmeng.cli.suggest import suggest
from lianmeng.cli.terminal import run_in_sentences, speak_as_the_library, told
from lianmeng.cli.work import work
from lianmeng.core.sentences import say

speak_as_the_library()


@click.group(
    help=told(
        say("Lianmeng runs a city's education alliances and shows whether the gap between schools closes.")
    )
)
@click.version_option(__version__, help=told(say("Print the version and exit.")))
def lianmeng() -> None:
    pass


lianmeng.add_command(audit)
lianmeng.add_command(balance)
lianmeng.add_command(calendar)
lianmeng.add_command(city)
lianmeng.add_command(demo)
lianmeng.add_command(import_file)
lianmeng.add_command(match)
lianmeng.add_command(notices)
lianmeng.add_command(security_administrator)
lianmeng.add_command(suggest)
lianmeng.add_command(run_site)
for command in (install, migrate, check, work, backup, restore, export, upgrade, person, retention):
    lianmeng.add_command(command)


def run() -> None:
    """The entry point of the `lianmeng` command."""
    sys.exit(run_in_sentences(lianmeng))
