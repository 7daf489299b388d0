"""Registers that were brought, and what was kept of their readings."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet

from lianmeng.balance.models import Register, RegisterGroup
from lianmeng.balance.rules.columns import Columns
from lianmeng.balance.rules.comparison import Comparison, comparison
from lianmeng.balance.rules.registers import SAMPLE, may_read
from lianmeng.core.actors import Actor
from lianmeng.core.sentences import Sentence, say
from lianmeng.standards.queries import standard_named


def register_of(public_id: str, by: Actor) -> Register:
    """Raises `Register.DoesNotExist` alike for a register that is not there and for one that is somebody else's."""
    register = Register.objects.get(public_id=public_id)
    if not may_read(register.owner, by):
        raise Register.DoesNotExist
    return register


def samples() -> QuerySet[Register]:
    return Register.objects.filter(owner=SAMPLE, read_at__isnull=False)


def brought_by(actor: Actor) -> QuerySet[Register]:
    return Register.objects.filter(owner=actor.id) if actor.id else Register.objects.none()


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


def widest_gaps() -> Iterator[Sentence]:
    """For each sample and resource, where the coefficient is largest in the latest year."""
    for register in samples():
        groups = list(groups_of_year(register, years_of(register)[-1]))
        columns = columns_of(register)
        for at, resource in enumerate(columns.resources):
            known = [one for one in groups if one.reading["resources"][at]["cv"] is not None]
            if known:
                widest = max(known, key=lambda one: one.reading["resources"][at]["cv"])
                yield say(
                    "{register}: the gap in {resource} is widest in {group}, coefficient {value}.",
                    register=register.name,
                    resource=resource.name,
                    group=widest.name,
                    value=f"{widest.reading['resources'][at]['cv']:.3f}",
                )
