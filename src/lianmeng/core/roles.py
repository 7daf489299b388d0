"""Roles that people hold at a place, and the powers over the system, which nobody holds together."""

from enum import StrEnum

from lianmeng.core.sentences import Sentence, say

CITY = "city"  # the place that is the whole installation; districts, schools and groups are named by their public id


class Role(StrEnum):
    """What somebody may be at a place. The last three are powers over the system itself, and are kept apart."""

    CITY_OFFICER = "city_officer"
    DISTRICT_OFFICER = "district_officer"
    SCHOOL_LEADER = "school_leader"
    GROUP_OFFICE = "group_office"
    TEACHER = "teacher"
    EVALUATOR = "evaluator"
    SYSTEM_ADMINISTRATOR = "system_administrator"
    SECURITY_ADMINISTRATOR = "security_administrator"
    AUDITOR = "auditor"

    @property
    def label(self) -> Sentence:
        return _LABELS[self]


POWERS = (Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDITOR)

_LABELS = {
    Role.CITY_OFFICER: say("City bureau officer"),
    Role.DISTRICT_OFFICER: say("District bureau officer"),
    Role.SCHOOL_LEADER: say("School leader"),
    Role.GROUP_OFFICE: say("Group office"),
    Role.TEACHER: say("Teacher"),
    Role.EVALUATOR: say("Evaluator"),
    Role.SYSTEM_ADMINISTRATOR: say("System administrator"),
    Role.SECURITY_ADMINISTRATOR: say("Security administrator"),
    Role.AUDITOR: say("Auditor"),
}
