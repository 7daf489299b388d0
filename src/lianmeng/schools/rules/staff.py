"""Whether posts fit a person's time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from lianmeng.core.sentences import Sentence, say

FULL_PERCENT = 100


class Post(NamedTuple):
    """A share of a full post for a time."""

    since: date
    until: date | None
    share_percent: int


def why_too_much(posts: Sequence[Post], new: Post) -> Sentence | None:
    """With a new post nobody works more than one full post on any day. Looks at the days on which a post begins."""
    for day in sorted({new.since, *(post.since for post in posts if post.since > new.since)}):
        if not _holds(new, day):
            break
        held = sum(post.share_percent for post in posts if _holds(post, day))
        if held + new.share_percent > FULL_PERCENT:
            return say(
                "On {day} {held}% of a full post are taken; {asked}% more is over 100%. End or lessen another "
                "appointment first.",
                day=day,
                held=held,
                asked=new.share_percent,
            )
    return None


def _holds(post: Post, day: date) -> bool:
    return post.since <= day and (post.until is None or day < post.until)
