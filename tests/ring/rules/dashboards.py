"""The first page is for everybody; what stands on it depends on the reader."""

from tests.ring.rule import OPEN

RULES = {"dashboards:home": OPEN}
