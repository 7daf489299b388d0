"""What a view owes everybody: who may read it, who may send to it, and what the others get."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.test import Client
from tests import cast as people
from tests.cast import Cast

# The cast, and a visitor without an account whose browser brought a register.
EVERYBODY = (*people.EVERYBODY, "uploader")
SIGNED_OUT = ("removed", "nobody", "uploader")
SIGNED_IN = tuple(who for who in EVERYBODY if who not in SIGNED_OUT)
TO_SIGN_IN = 302


@dataclass
class World:
    """The data that all addresses share: the cast, and what each domain's `prepare(world)` puts into `ids`."""

    cast: Cast
    files: Path
    ids: dict[str, Any] = field(default_factory=dict)

    def client(self, who: str) -> Client:
        return self.cast.client(who)


def nothing(world: World) -> list[Any]:
    return []


@dataclass(frozen=True)
class Rule:
    """`reads` and `sends`: who may GET and POST; None where the verb does not exist (405).

    `refused`: what a signed-in person gets who may not. Whoever is not signed in is sent to sign in, unless
    `signed_out` says otherwise. `args`: the address's arguments, of which each is also tried with a wrong value.
    `stopped`: who may send, and is told by a sentence why it cannot be (422). `told`: which of several rules it is.
    """

    reads: Iterable[str] | None = EVERYBODY
    sends: Iterable[str] | None = None
    refused: int = 403
    refused_otherwise: Mapping[str, int] = field(default_factory=dict)  # who is refused with another answer
    signed_out: int = TO_SIGN_IN
    args: Callable[[World], list[Any]] = nothing
    query: str = ""
    sent: Callable[[World], dict[str, Any]] = lambda world: {}
    read_answers: tuple[int, ...] = (200,)
    sent_answers: tuple[int, ...] = (200, 302, 422)
    stopped: tuple[str, ...] = ()
    fills: tuple[
        str, ...
    ] = ()  # tables that a reading fills with what follows from the rest, as a printed document
    unaudited: tuple[
        str, ...
    ] = ()  # tables of what is no record of the city: no line of the audit tells of it
    heads: bool = True  # whether what is read may be asked for without its body
    any_verb: bool = False  # an address that only sends on to another, whatever is asked
    wrong_args: tuple[Any, ...] | None = (
        None  # where "nowhere" is not wrong enough; () where none can be wrong
    )
    told: str = ""

    def refusals(self, who: str) -> tuple[int, ...]:
        return (self.signed_out,) if who in SIGNED_OUT else (self.refused_otherwise.get(who, self.refused),)


OPEN = Rule()
