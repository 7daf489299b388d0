"""`lianmeng demo` and `lianmeng city`: begin an empty installation with a city to try Lianmeng with."""

from __future__ import annotations

import os

import click

from lianmeng.cli.serve import HOST, PORT, prepare, serve
from lianmeng.cli.terminal import told
from lianmeng.core.actors import OPERATOR
from lianmeng.core.sentences import say


@click.command(
    "demo",
    help=told(
        say("Make the demonstration city if it is not there, then serve it with sign-in by one click.")
    ),
)
@HOST
@PORT
@click.option("--only-make", is_flag=True, help=told(say("Make the city and do not serve it.")))
def demo(host: str, port: int, *, only_make: bool) -> None:
    os.environ.setdefault("LIANMENG_DEMO", "true")
    if only_make:
        prepare()
        _begin_demo()
    else:
        serve(host, port, begin=_begin_demo)


def _begin_demo() -> None:
    from lianmeng.cities.actions.demo import begin_demo_city

    if begin_demo_city(by=OPERATOR):
        click.echo(
            told(say("Made the demonstration city: Chengdu's districts of 2016, everything else made up."))
        )


@click.command("city", help=told(say("Begin an empty register with a published one: taiwan.")))
@click.argument("name", type=click.Choice(["taiwan"]))
def city(name: str) -> None:
    prepare()
    from lianmeng.cities.actions.taiwan import begin_taiwan

    if begin_taiwan(by=OPERATOR):
        click.echo(told(say("Began the register with the schools of northern Taiwan, school year 113.")))
    else:
        click.echo(told(say("The register holds this city already; nothing was changed.")))
