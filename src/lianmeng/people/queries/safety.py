"""What about accounts makes an installation unsafe; asked by `lianmeng check` and before a site is served by HTTPS."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings

from lianmeng.core.refusal import Refused
from lianmeng.core.roles import POWERS, Role
from lianmeng.core.sentences import Sentence, say
from lianmeng.people.models import Account, RoleHeld


def unsafe_accounts() -> Iterator[Sentence]:
    """One sentence for each thing to put right."""
    if (reason := why_not_serve()) is not None:
        yield reason
    if settings.HTTPS and settings.DEMO:
        yield say("LIANMENG_DEMO is on: everybody who reaches the site can be each of its invented people.")
    held = set(
        RoleHeld.objects.filter(until__isnull=True, account__is_active=True, role__in=POWERS).values_list(
            "role", "account"
        )
    )
    if not any(role == Role.SECURITY_ADMINISTRATOR for role, _ in held):
        yield say(
            "Nobody is security administrator. Name one: lianmeng security-administrator USERNAME NAME."
        )
    holders = [account for _, account in held]
    if len(holders) != len(set(holders)):
        yield say("Somebody holds two of the three powers over the system. End one of them.")


def why_not_serve() -> Sentence | None:
    """A site that others reach by HTTPS is no demonstration by accident, and a demonstration has no real people."""
    if not settings.HTTPS:
        return None
    if settings.DEMO:
        return _why_no_demonstration()
    if not Account.objects.filter(is_demo=True, is_active=True).exists():
        return None
    return say(
        "This site has the invented people of the demonstration. Start with an empty database, or set LIANMENG_DEMO=1."
    )


def _why_no_demonstration() -> Sentence | None:
    """Accounts that the invented people make, while somebody tries the site, are not real."""
    invented = Account.objects.filter(is_demo=True).values("public_id")
    if not Account.objects.filter(is_demo=False, is_active=True).exclude(created_by__in=invented).exists():
        return None
    return say(
        "LIANMENG_DEMO is on, and this site has real people: everybody could act as an officer over them. "
        "Set LIANMENG_DEMO=0."
    )


def refuse_unsafe_start() -> None:
    if (reason := why_not_serve()) is not None:
        raise Refused(reason)
