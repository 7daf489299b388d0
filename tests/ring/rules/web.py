"""Pages that everybody may read, in any language, signed in or not."""

from tests.ring.rule import OPEN, Rule, World


def prepare(world: World) -> None:
    world.ids["standard"] = "cn-2017"


RULES = {
    "root": Rule(any_verb=True),
    "health": Rule(read_answers=(200, 503)),
    "web:method": OPEN,
    "web:sources": OPEN,
    "web:privacy": OPEN,
    "web:accessibility": OPEN,
    "standards:standards": OPEN,
    "standards:standard": Rule(args=lambda world: [world.ids["standard"]]),
}
