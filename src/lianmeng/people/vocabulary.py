"""What the security log tells of, and what each role can do."""

from enum import StrEnum

from lianmeng.core.roles import Role
from lianmeng.core.sentences import Sentence, say


class Happening(StrEnum):
    SIGNED_IN = "signed_in"
    SIGNED_OUT = "signed_out"
    FAILED = "failed"
    LOCKED = "locked"
    PASSWORD_SET = "password_set"  # nosec B105 # noqa: S105 - a word, not a password
    SECOND_STEP_ON = "second_step_on"
    SECOND_STEP_OFF = "second_step_off"
    SESSIONS_ENDED = "sessions_ended"
    INVITED = "invited"
    CHANGED = "changed"
    CREATED = "created"
    REMOVED = "removed"
    RETURNED = "returned"
    ROLE_GIVEN = "role_given"
    ROLE_ENDED = "role_ended"
    ROLE_REFUSED = "role_refused"

    @property
    def label(self) -> Sentence:
        return _LABELS[self]


_LABELS = {
    Happening.SIGNED_IN: say("Signed in"),
    Happening.SIGNED_OUT: say("Signed out"),
    Happening.FAILED: say("Sign-in failed"),
    Happening.LOCKED: say("Locked after too many failures"),
    Happening.PASSWORD_SET: say("Password set"),
    Happening.SECOND_STEP_ON: say("Second step switched on"),
    Happening.SECOND_STEP_OFF: say("Second step switched off"),
    Happening.SESSIONS_ENDED: say("All sessions ended"),
    Happening.INVITED: say("One-time link made"),
    Happening.CHANGED: say("Account changed"),
    Happening.CREATED: say("Account created"),
    Happening.REMOVED: say("Account closed"),
    Happening.RETURNED: say("Account opened again"),
    Happening.ROLE_GIVEN: say("Role given"),
    Happening.ROLE_ENDED: say("Role ended"),
    Happening.ROLE_REFUSED: say("Tried to give or end a role without the power"),
}

CAN = {
    Role.CITY_OFFICER: say("Sees the whole city; keeps the register, loads files, names district officers."),
    Role.DISTRICT_OFFICER: say(
        "Keeps the schools of the district, loads its files, names its school leaders."
    ),
    Role.SCHOOL_LEADER: say(
        "Keeps what the school says of itself, its needs and strengths, and names its teachers."
    ),
    Role.GROUP_OFFICE: say("Keeps what a school group does together."),
    Role.TEACHER: say("Sees the page of the own school and the own record; nobody else's."),
    Role.EVALUATOR: say("Reads what an evaluation needs; changes nothing in the register."),
    Role.SYSTEM_ADMINISTRATOR: say("Keeps the installation running; sees no personal data, gives no roles."),
    Role.SECURITY_ADMINISTRATOR: say(
        "Makes and closes accounts, gives and ends roles, reads the security log."
    ),
    Role.AUDITOR: say("Reads the audit and the security log; changes nothing."),
}
