"""Writing the audit: `record` is called by every action, inside the action's transaction."""

from lianmeng.audit.actions.erasing import erase_values
from lianmeng.audit.actions.mailing import close_days, mail_heads
from lianmeng.audit.actions.recording import record

__all__ = ["close_days", "erase_values", "mail_heads", "record"]
