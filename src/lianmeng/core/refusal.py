"""The one exception that Lianmeng raises on purpose."""

from lianmeng.core.sentences import Sentence


class Refused(Exception):  # noqa: N818 - it is an answer, not a failure
    """What was asked will not be done; `sentence` is fit to show: what is wrong, where, and what to do.

    `field` names the form field or option it belongs to, where there is one.
    """

    def __init__(self, sentence: Sentence, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field

    def __str__(self) -> str:
        return str(self.sentence)
