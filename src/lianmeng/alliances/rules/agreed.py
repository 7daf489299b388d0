"""An agreement of former times, complete and signed on paper."""

from dataclasses import dataclass

from lianmeng.alliances.rules.content import Content


@dataclass(frozen=True, slots=True)
class Agreed:
    """A complete agreement that all parties signed on paper and the bureau approved on its first day."""

    public_id: str
    content: Content
    frame: str = ""  # public id of the district pair
