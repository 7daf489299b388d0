"""A register that somebody uploads is that browser's own: for everybody else it is not there."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from tests.balance.conftest import SMALL, SMALL_COLUMNS
from tests.ring.rule import EVERYBODY, OPEN, Rule, World

from lianmeng.balance.models import Register, RegisterGroup

OWN = ("uploader",)
VISITORS = ("balance_register", "balance_registergroup", "balance_registerschool")  # not the city's record


def prepare(world: World) -> None:
    """The uploader brings a register of four schools and names its columns; a stranger brings one of their own."""
    for who in ("stranger", "uploader"):
        brought = {"file": SimpleUploadedFile("small.csv", SMALL.encode())}
        assert world.client(who).post("/en/balance/upload/", brought).status_code == 302
    register = Register.objects.latest("pk")
    named = world.client("uploader").post(f"/en/balance/{register.public_id}/columns/", SMALL_COLUMNS)
    assert named.status_code == 302
    group = RegisterGroup.objects.filter(register=register).earliest("pk")
    world.ids |= {"register": register.public_id, "register_group": group.number}


def register(world: World) -> list[Any]:
    return [world.ids["register"]]


def group(world: World) -> list[Any]:
    return [world.ids["register"], world.ids["register_group"]]


def own(**more: Any) -> Rule:
    return Rule(**{"reads": OWN, "refused": 404, "signed_out": 404, "args": register} | more)


RULES = {
    "balance:registers": OPEN,
    "balance:upload": Rule(read_answers=(302,), sends=EVERYBODY, sent_answers=(422,)),
    "balance:register": own(),
    "balance:columns": own(sends=OWN, sent=lambda world: SMALL_COLUMNS, unaudited=VISITORS),
    "balance:delete": own(sends=OWN, unaudited=VISITORS),
    "balance:download": own(),
    "balance:find": own(query="?group=A", read_answers=(302,)),
    "balance:group": own(args=group),
    "balance:group-download": own(args=group),
}
