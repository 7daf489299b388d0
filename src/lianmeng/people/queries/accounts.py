"""Accounts, by name and by public id."""

from collections.abc import Iterable

from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import say
from lianmeng.people.models import Account


def account_of_provider(name: str) -> Account | None:
    """The open account of somebody whom the city's sign-in service names so."""
    return Account.objects.filter(provider_name=name, is_active=True).first() if name else None


def account_of(public_id: str) -> Account:
    found = Account.objects.filter(public_id=public_id).first()
    if found is None:
        raise Refused(say("There is no such account."))
    return found


def names_of(ids: Iterable[str]) -> dict[str, str]:
    """The names of accounts by public id, in one query; what is no account is left out."""
    return dict(Account.objects.filter(public_id__in=set(ids)).values_list("public_id", "name"))
