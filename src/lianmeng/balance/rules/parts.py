"""The parts of a city whose balance can be asked for, by the names that stand in addresses."""

from __future__ import annotations

from dataclasses import dataclass

from lianmeng.core.sentences import Sentence, say

ALL = "all"
_WORDS = {
    ALL: say("The whole city"),
    "layer-1": say("Circle layer 1"),
    "layer-2": say("Circle layer 2"),
    "layer-3": say("Circle layer 3"),
    "urban": say("Urban schools"),
    "town": say("Town schools"),
    "rural": say("Rural schools"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """`id` is one of the fixed names, or the public id of a district; only a district has a name of its own."""

    id: str
    name: str

    @property
    def is_district(self) -> bool:
        return self.id not in _WORDS

    @property
    def title(self) -> Sentence | str:
        return _WORDS.get(self.id, self.name)


def part_named(name: str) -> Part:
    return Part(name, "")


def in_part(part: str, district: str, layer: int | None, setting: str) -> bool:
    """Whether a section that lies there belongs to the part."""
    return part in (ALL, district, setting, f"layer-{layer}")
