"""Begin an installation with the published register of northern Taiwan, loaded as any city loads its own."""

from __future__ import annotations

import tomllib
from importlib import resources
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils import timezone

from lianmeng.cities.models import BegunCity
from lianmeng.cities.queries.begun import begun_city
from lianmeng.core.actors import Actor
from lianmeng.core.refusal import Refused
from lianmeng.imports.actions.applying import apply, preview
from lianmeng.imports.actions.files import bring
from lianmeng.imports.actions.mapping import ask_to_apply, name_columns
from lianmeng.imports.rules.columns import columns_from
from lianmeng.imports.rules.keeping import sentence_from
from lianmeng.imports.vocabulary import Kind
from lianmeng.schools.actions.founding import Founding, found_register

CITY_ID = "taiwan-north"


@transaction.atomic
def begin_taiwan(*, by: Actor) -> bool:
    """Whether it was made now. Refused if the register holds another city."""
    begun = begun_city()
    if begun is not None and begun.key == CITY_ID:
        return False
    published = tomllib.loads(
        resources.files("lianmeng.cities").joinpath("data/taiwan.toml").read_text("utf-8")
    )
    city = {"public_id": CITY_ID, "kind": "city", "name": published["name"]}
    found_register(Founding(city=city, regions=[], schools=[]), by=by)
    _load(published, by=by)
    BegunCity.objects.create(key=CITY_ID, made_up=False, begun_at=timezone.now())
    return True


def _load(published: dict[str, Any], *, by: Actor) -> None:
    """Upload, name the columns and keep the map, look, apply: the steps of the pages."""
    sample = resources.files("lianmeng.balance").joinpath(published["file"])
    with sample.open("rb") as opened:
        one = bring(File(opened, name=sample.name), None, kind=Kind.SCHOOLS, by=by)
    columns = columns_from(published["columns"])
    name_columns(one.public_id, columns, save_as=published["map"], by=by)
    preview(one.public_id, _silent)
    one.refresh_from_db()
    if one.state == "previewed":
        ask_to_apply(one.public_id, seen=one.version, closes_gone=False, by=by)
        apply(one.public_id, _silent)
        one.refresh_from_db()
    refusal = sentence_from(one.refusal)
    if refusal is not None:
        raise Refused(refusal)


def _silent(done: int, total: int) -> None: ...
