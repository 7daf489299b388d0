"""Registers that were brought, and what was kept of their readings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from lianmeng.balance.models import Register, RegisterGroup
from lianmeng.balance.queries.overview import overview_in
from lianmeng.balance.rules.columns import Columns
from lianmeng.balance.rules.comparison import Comparison, comparison
from lianmeng.balance.rules.registers import SAMPLE, may_read
from lianmeng.core.actors import Actor
from lianmeng.standards.queries import standard_named


def register_of(public_id: str, by: Actor) -> Register:
    """Raises `Register.DoesNotExist` alike for a register that is not there, somebody else's, or past its time."""
    register = Register.objects.get(public_id=public_id)
    if not may_read(register.owner, by) or (register.owner != SAMPLE and register.added_at < oldest_kept()):
        raise Register.DoesNotExist
    return register


def oldest_kept() -> datetime:
    """An upload from before this moment is shown to nobody and deleted at the next occasion."""
    return timezone.now() - timedelta(days=settings.REGISTER_KEEP_DAYS)


def samples() -> QuerySet[Register]:
    return Register.objects.filter(owner=SAMPLE, read_at__isnull=False)


def brought_by(actor: Actor) -> QuerySet[Register]:
    own = Register.objects.filter(owner=actor.id, added_at__gte=oldest_kept())
    return own if actor.id else Register.objects.none()


def columns_of(register: Register) -> Columns:
    return Columns.from_record(register.columns or {})


def comparison_of(register: Register) -> Comparison | None:
    if not register.standard:
        return None
    names = [one["name"] for one in (register.columns or {})["resources"]]
    return comparison(standard_named(register.standard), register.stage, names)


def groups_of_year(register: Register, year: str) -> QuerySet[RegisterGroup]:
    """The groups of one year without the detail that only their own page shows, by name."""
    return (
        RegisterGroup.objects.filter(register=register, year=year).defer("detail").order_by("name", "number")
    )


def years_of(register: Register) -> list[str]:
    """The register's years, the latest last; one empty year where it names none."""
    return list((register.reading or {}).get("years", [""]))


@dataclass(frozen=True, slots=True)
class Gap:
    """Where the coefficient of one resource is largest in the latest year of a sample; `words` by language."""

    register: Register
    resource: str
    words: dict[str, str]
    group: str
    coefficient: float


def _words(register: Register, resource: str) -> dict[str, str]:
    """A resource's name in both languages: the indicator's, or the sample's own."""
    against = comparison_of(register)
    measure = against.measures.get(resource) if against is not None else None
    if measure is not None:
        return {"zh": measure.indicator.label.zh, "en": measure.indicator.label.en}
    words: dict[str, str] = register.labels.get("resources", {}).get(resource, {})
    return words


def widest_gaps() -> Iterator[Gap]:
    for register in samples():
        latest = overview_in((register.reading or {})["overviews"][years_of(register)[-1]])
        for resource, spread in zip(columns_of(register).resources, latest.spreads, strict=True):
            if spread is not None:
                yield Gap(
                    register,
                    resource.name,
                    _words(register, resource.name),
                    spread.widest,
                    spread.widest_value,
                )
