"""The sample registers, made ready once; a sample whose file changed with a new version is read again."""

from __future__ import annotations

import hashlib
import json
import tomllib
from importlib import resources
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from lianmeng.balance.actions.registers import read_and_keep
from lianmeng.balance.models import Register
from lianmeng.balance.rules.columns import Columns, Resource
from lianmeng.balance.rules.registers import SAMPLE
from lianmeng.standards.queries import standard_named

# Raised when what is kept of a reading changes, so that the samples are read again.
READING_VERSION = 4
_FOLDER = resources.files("lianmeng.balance").joinpath("samples")


def catalogue() -> list[dict[str, Any]]:
    """What the samples are and what their columns mean."""
    found: list[dict[str, Any]] = tomllib.loads(_FOLDER.joinpath("samples.toml").read_text("utf-8"))["sample"]
    return found


def prepare_samples() -> None:
    """Idempotent: what is there already and unchanged is left alone."""
    for sample in catalogue():
        content = _FOLDER.joinpath(sample["file"]).read_bytes()
        kept = Register.objects.filter(owner=SAMPLE, public_id=sample["key"]).first()
        standard = standard_named(sample["standard"])
        made_by = f"{READING_VERSION} {standard.version} {json.dumps(sample, sort_keys=True)}"
        digest = hashlib.sha256(content).hexdigest()
        if (
            kept is None
            or kept.read_at is None
            or kept.sha256 != digest
            or kept.labels.get("made_by") != made_by
        ):
            _keep_sample(sample, content, digest, kept=kept, made_by=made_by)


def _keep_sample(
    sample: dict[str, Any], content: bytes, digest: str, *, kept: Register | None, made_by: str
) -> None:
    register = kept or Register(owner=SAMPLE, public_id=sample["key"], added_at=timezone.now())
    register.name, register.sha256, register.size_bytes = sample["file"], digest, len(content)
    register.labels = {
        "name": sample["name"],
        "source": sample["source"],
        "resources": _labels(sample),
        "made_by": made_by,
    }
    if kept is not None:
        register.file.delete(save=False)
    register.file.save(f"sample-{sample['file']}", ContentFile(content), save=False)
    register.save()
    read_and_keep(register, _columns(sample), standard=sample["standard"], stage=sample["stage"])


def _labels(sample: dict[str, Any]) -> dict[str, dict[str, str]]:
    return {one["name"]: one["label"] for one in sample["resource"] if "label" in one}


def _columns(sample: dict[str, Any]) -> Columns:
    lone = {
        role: sample.get(role, "") for role in ("year", "school", "code", "longitude", "latitude", "kind")
    }
    named = tuple(Resource(one["name"], tuple(one["columns"])) for one in sample["resource"])
    return Columns(tuple(sample["groups"]), tuple(sample["pupils"]), named, **lone)
