"""Writing the audit: `record` is called by every action, inside the action's transaction."""

from lianmeng.audit.actions.erasing import erase_values
from lianmeng.audit.actions.mailing import close_days, mail_heads
from lianmeng.audit.actions.persons import before_erasing, erase_person, erase_what_is_over, forgets
from lianmeng.audit.actions.recording import record

__all__ = [
    "before_erasing",
    "close_days",
    "erase_person",
    "erase_values",
    "erase_what_is_over",
    "forgets",
    "mail_heads",
    "record",
]
