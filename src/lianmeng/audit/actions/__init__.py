"""Writing the audit: `record` is called by every action, inside the action's transaction."""

from lianmeng.audit.actions.recording import record

__all__ = ["record"]
