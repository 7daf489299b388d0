"""The years of the ledger are read by the city bureau and by those who evaluate; the bureau closes them."""

from __future__ import annotations

from django.utils import timezone
from tests.ring.rule import Rule, World

from lianmeng.ledger.actions.booking import close_year


def prepare(world: World) -> None:
    """The year before last is closed."""
    world.ids["year"] = timezone.localdate().year - 1
    close_year(world.ids["year"] - 1, by=world.cast.actor("city_officer"))


RULES: dict[str, Rule] = {
    "ledger:year": Rule(
        reads=("city_officer", "evaluator"), args=lambda world: [world.ids["year"]], wrong_args=(1066,)
    ),
    "ledger:close": Rule(
        reads=("city_officer",),
        sends=("city_officer",),
        args=lambda world: [world.ids["year"]],
        wrong_args=(1066,),
    ),
}
