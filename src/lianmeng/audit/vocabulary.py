"""Sentences of the audit's own lines by which they are found again."""

from lianmeng.core.sentences import say_count

ERASED = say_count("Erased {count} value of the audit", "Erased {count} values of the audit", 0)
