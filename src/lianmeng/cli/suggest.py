"""`lianmeng suggest FILE.json`: which hosts have what a school needs, by a stated formula, and why."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lianmeng.cli.json_file import read_json
from lianmeng.cli.terminal import table_lines, told
from lianmeng.core.sentences import Sentence, say

if TYPE_CHECKING:
    from lianmeng.cli.suggest_file import Call
    from lianmeng.mechanisms.matching import Ground, Suggestion


@click.command(
    "suggest",
    help=told(say("Suggest hosts to a school before a round: by what it needs, distance and size.")),
    epilog=told(
        say(
            "FILE.json holds school (needs, pupils) and hosts (strengths, km, pupils), and may hold weights and most. "
            "docs/mechanisms/matching.md describes them."
        )
    ),
)
@click.argument("file", metavar="FILE.json", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help=told(say("Print JSON instead of a table.")))
def suggest(file: Path, *, as_json: bool) -> int:
    from lianmeng.cli.suggest_file import call_of
    from lianmeng.mechanisms.matching import suggest as suggested

    call = call_of(read_json(file))
    found = suggested(
        list(call.needs.values()), call.hosts, pupils=call.pupils, weights=call.weights, most=call.most
    )
    if as_json:
        click.echo(json.dumps(_as_json(call, found), ensure_ascii=False, indent=2))
    else:
        for line in _printed(call, found):
            click.echo(line)
    return 0


def _as_json(call: Call, found: list[Suggestion]) -> dict[str, object]:
    return {
        "suggestions": [
            {
                "host": call.names[one.host],
                "score": one.score,
                "fit": one.fit,
                "nearness": one.nearness,
                "size": one.size,
                "grounds": [told(ground) for ground in _grounds(call, one)],
            }
            for one in found
        ],
        "nearest": _nearest(call),
        "formula": told(_formula(call)),
        "weights": asdict(call.weights),
    }


def _printed(call: Call, found: list[Suggestion]) -> Iterator[str]:
    headings = [say("host"), say("score"), say("fit"), say("nearness"), say("size")]
    rows = [
        [call.names[one.host], *(f"{part:.3f}" for part in (one.score, one.fit, one.nearness, one.size))]
        for one in found
    ]
    yield from table_lines([*map(told, headings)], rows)
    for one in found:
        yield ""
        yield call.names[one.host]
        yield from (f"  {told(ground)}" for ground in _grounds(call, one))
    yield ""
    yield told(_formula(call))
    yield told(say("The nearest, for comparison: {names}.", names=tuple(_nearest(call))))


def _nearest(call: Call) -> list[str]:
    from lianmeng.mechanisms.matching import nearest

    return [call.names[host] for host in nearest(call.hosts.km, call.most)]


def _formula(call: Call) -> Sentence:
    weights = {key: f"{value:g}" for key, value in asdict(call.weights).items()}
    return say(
        "score = {fit} × fit + {nearness} × nearness + {size} × size; at {reach_km} km nearness is a half.",
        **weights,
    )


def _grounds(call: Call, one: Suggestion) -> Iterator[Sentence]:
    needs = list(call.needs)
    for ground, values in one.grounds:
        yield _in_words(ground, values, needs=needs)


def _in_words(ground: Ground, values: tuple[float, ...], *, needs: list[str]) -> Sentence:
    from lianmeng.mechanisms.matching import Ground

    if ground is Ground.MEETS:
        need, wanted, strength = needs[int(values[0])], f"{values[1]:g}", f"{values[2]:g}"
        return say(
            "In {need} your need is {wanted}, its strength {strength}.",
            need=need,
            wanted=wanted,
            strength=strength,
        )
    if ground is Ground.NOT_KNOWN:
        return say("Its strength in {need} is not known, so it adds nothing.", need=needs[int(values[0])])
    if ground is Ground.NEAR:
        return say("It is {km} km away.", km=f"{values[0]:g}")
    if ground is Ground.SIZE:
        return say(
            "The smaller of you two has {percent}% of the pupils of the larger.",
            percent=f"{100 * values[0]:.0f}",
        )
    return say("You named no need, so only distance and size count.")
