"""Anybody may confirm a document."""

from __future__ import annotations

from datetime import date

from tests.ring.rule import OPEN, Rule, World

from lianmeng.core.actors import OPERATOR
from lianmeng.documents.actions.issuing import issue
from lianmeng.documents.models import Document
from lianmeng.documents.rules.paper import Block, Paper, Signer


def prepare(world: World) -> None:
    day = date(2016, 9, 1)
    paper = Paper(
        "award", ("锦城市教育局",), "表彰决定", (Block("正文"),), (Signer("锦城市教育局", day),), day
    )
    made = issue(paper, subject=("ring", "1"), by=OPERATOR, place="city")
    world.ids["code"] = Document.objects.get(public_id=made).code


RULES: dict[str, Rule] = {
    "documents:confirm": OPEN,
    "documents:confirmed": Rule(args=lambda world: [world.ids["code"]]),
}
