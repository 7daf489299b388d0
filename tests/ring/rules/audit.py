"""The audit: everybody with a place reads the lines of that place; the heads are for who reads all."""

from tests.ring.rule import Rule

READERS = (
    "city_officer",
    "district_officer",
    "other_district_officer",
    "school_leader",
    "other_school_leader",
    "auditor",
)

RULES = {
    "audit:lines": Rule(reads=READERS),
    "audit:heads": Rule(reads=("city_officer", "auditor")),
}
