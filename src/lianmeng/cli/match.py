"""`lianmeng match ROUND.json`: match schools and hosts by their wishes, and say why; or verify a saved result."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

import click

from lianmeng.cli.json_file import read_json, write_json
from lianmeng.cli.terminal import table_lines, told
from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import Sentence, say

if TYPE_CHECKING:
    from typing import Unpack

    from lianmeng.mechanisms.matching import Outcome, Round

DOES_NOT_STAND = 1


class Asked(TypedDict):
    file: Path
    improve: bool
    proposing: str | None
    as_json: bool
    save: Path | None
    verify: Path | None


@click.command(
    "match",
    help=told(
        say(
            "Match schools and hosts by their wishes and places, so that no pair would rather leave for each other."
        )
    ),
    epilog=told(
        say(
            "ROUND.json holds wishes and priorities (lists, best first; a list within a list is a tie), "
            "places, wishes_places, forbidden and seed. docs/mechanisms/matching.md describes them."
        )
    ),
)
@click.argument("file", metavar="ROUND.json", type=click.Path(path_type=Path))
@click.option(
    "--improve",
    is_flag=True,
    help=told(
        say(
            "Let proposers trade where ties allow it: none loses, the other side may. Being truthful is not safe then."
        )
    ),
)
@click.option("--proposing", help=told(say("Which side proposes: schools (unless you say so) or hosts.")))
@click.option("--json", "as_json", is_flag=True, help=told(say("Print JSON instead of a table.")))
@click.option("--save", type=click.Path(path_type=Path), help=told(say("Save the result in this file.")))
@click.option(
    "--verify", type=click.Path(path_type=Path), help=told(say("Check this saved result of the round."))
)
def match(**asked: Unpack[Asked]) -> int:
    if asked["verify"] is not None:
        return _verified(asked["verify"], asked)
    outcome, seconds = _matched(asked)
    explanations = _explanations(outcome)
    if asked["save"] is not None:
        write_json(outcome.record() | {"seconds": seconds, "explanations": explanations}, asked["save"])
    if asked["as_json"]:
        record = outcome.record()
        del record["verdict"]
        click.echo(json.dumps(record | {"explanations": explanations}, ensure_ascii=False, indent=2))
    else:
        for line in _printed(outcome, explanations):
            click.echo(line)
    return 0


def _round(file: Path) -> Round:
    from lianmeng.cli.match_refusals import refusal_of
    from lianmeng.mechanisms.matching import Unfit, read_round

    try:
        return read_round(read_json(file))
    except Unfit as unfit:
        raise refusal_of(unfit) from None


def _matched(asked: Asked) -> tuple[Outcome, float]:
    from lianmeng.cli.match_refusals import refusal_of
    from lianmeng.mechanisms.matching import Side, Unfit, run

    named = asked["proposing"] or Side.SCHOOLS.value
    if named not in [side.value for side in Side]:
        raise Refused(say("--proposing is schools or hosts, not “{value}”.", value=named))
    if asked["save"] is not None and asked["save"].resolve() == asked["file"].resolve():
        raise Refused(say("--save would overwrite the round. Name another file."))
    round_ = _round(asked["file"])
    began = time.perf_counter()
    try:
        outcome = run(round_, proposing=Side(named), improve=asked["improve"])
    except Unfit as unfit:
        raise refusal_of(unfit) from None
    if not outcome.verdict.stable:
        raise Refused(say("The judge does not accept the pairs that were found. Please report this round."))
    return outcome, time.perf_counter() - began


def _explanations(outcome: Outcome) -> dict[str, list[str]]:
    from lianmeng.cli.match_words import told_to_schools

    return {
        school: [told(one) for one in sentences] for school, sentences in told_to_schools(outcome).items()
    }


def _verified(saved: Path, asked: Asked) -> int:
    from lianmeng.cli.match_refusals import finding_in_words
    from lianmeng.mechanisms.matching import verify

    if asked["improve"] or asked["proposing"] is not None or asked["save"] is not None:
        raise Refused(
            say("--verify repeats what the result says. Leave out --improve, --proposing and --save.")
        )
    findings = verify(read_json(saved), _round(asked["file"]))
    if asked["as_json"]:
        found = {"stands": not findings, "findings": [finding.value for finding in findings]}
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
    elif not findings:
        click.echo(
            told(say("The result stands: its pairs are stable, and they are those of the drawn order."))
        )
    else:
        click.echo(told(say("The result does not stand.")))
        for finding in findings:
            click.echo(told(finding_in_words(finding)))
    return DOES_NOT_STAND if findings else 0


def _printed(outcome: Outcome, explanations: dict[str, list[str]]) -> Iterator[str]:
    """The pairs, the round as a whole, and each school's part of it."""
    market = outcome.round.market
    wishes = [str(tier) for tier in market.wish_tiers[outcome.matching.wishes].tolist()]
    rows = [[*pair, wish] for pair, wish in zip(outcome.pairs, wishes, strict=True)]
    headings = [told(say("school")), told(say("host")), told(say("wish"))]
    yield from table_lines(headings, rows, left=2)
    yield ""
    yield from map(told, _about_the_round(outcome))
    for school, sentences in explanations.items():
        yield ""
        yield school
        yield from (f"  {sentence}" for sentence in sentences)


def _about_the_round(outcome: Outcome) -> Iterator[Sentence]:
    profile = ", ".join(map(str, outcome.rank_profile)) or "0"
    yield say("Wishes granted, from the first on: {profile}.", profile=profile)
    if outcome.unmatched:
        yield say("Alone: {names}.", names=tuple(outcome.unmatched))
    yield say("The judge found the pairs stable.")
    yield say(
        "Mechanism {mechanism}, seed {seed}, digest of the round {digest}.",
        mechanism=outcome.mechanism,
        seed=str(outcome.round.seed),
        digest=outcome.round.digest(),
    )
