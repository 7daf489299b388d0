"""Ask for long work, and do it."""

from lianmeng.jobs.actions.asking import ask
from lianmeng.jobs.actions.working import Progress, work, work_once, works

__all__ = ["Progress", "ask", "work", "work_once", "works"]
