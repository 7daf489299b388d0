"""The sample registers, made ready once; a sample whose file changed with a new version is read again."""

from __future__ import annotations

import hashlib
import tomllib
from importlib import resources
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from lianmeng.balance.actions.registers import read_and_keep
from lianmeng.balance.models import Register
from lianmeng.balance.rules.columns import Columns, Resource
from lianmeng.balance.rules.registers import SAMPLE

_FOLDER = resources.files("lianmeng.balance").joinpath("samples")


def prepare_samples() -> None:
    """Idempotent: what is there already and unchanged is left alone."""
    catalogue = _FOLDER.joinpath("samples.toml").read_bytes()
    for sample in tomllib.loads(catalogue.decode("utf-8"))["sample"]:
        content = _FOLDER.joinpath(sample["file"]).read_bytes()
        digest = hashlib.sha256(content + catalogue).hexdigest()
        kept = Register.objects.filter(owner=SAMPLE, public_id=sample["key"][:40]).first()
        if kept is None or kept.sha256 != digest or kept.read_at is None:
            _keep_sample(sample, content, digest, kept)


def _keep_sample(sample: dict[str, Any], content: bytes, digest: str, kept: Register | None) -> None:
    register = kept or Register(owner=SAMPLE, public_id=sample["key"], added_at=timezone.now())
    register.name, register.sha256, register.size_bytes = sample["file"], digest, len(content)
    register.labels = {"name": sample["name"], "source": sample["source"], "resources": _labels(sample)}
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
