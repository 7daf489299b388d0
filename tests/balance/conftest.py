"""A small cast: the owner of a register, a stranger, and nobody in particular."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from lianmeng.balance.models import Register

SAMPLES = Path(__file__).resolve().parents[2] / "src" / "lianmeng" / "balance" / "samples"
ILLUSTRATION = (SAMPLES / "illustrative_county_primary.csv").read_bytes()
SMALL = "district,name,pupils,teachers\nA,=cmd|'/c calc'!A1,10,1\nA,Two,20,4\nB,Three,30,–\nB,Four,10,2\n"
SMALL_COLUMNS = {
    "role-0": "group",
    "role-1": "school",
    "role-2": "pupils",
    "role-3": "amount",
    "name-3": "Teachers",
    "standard": "cn-2017:primary",
}

Bring = Callable[..., str]


@pytest.fixture(autouse=True)
def own_files(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def owner(db: None) -> Client:
    return Client()


@pytest.fixture
def stranger(db: None) -> Client:
    """Somebody who brought a register of their own, so that they have a name here."""
    client = Client()
    client.post("/en/balance/upload/", {"file": SimpleUploadedFile("mine.csv", SMALL.encode())})
    return client


@pytest.fixture
def bring(owner: Client) -> Bring:
    """The owner uploads a file; the answer is the register's public id."""

    def brought(content: str | bytes = SMALL, name: str = "small.csv") -> str:
        body = content.encode() if isinstance(content, str) else content
        answer = owner.post("/en/balance/upload/", {"file": SimpleUploadedFile(name, body)})
        assert answer.status_code == 302, answer.content.decode()
        return str(Register.objects.latest("pk").public_id)

    return brought


@pytest.fixture
def small(owner: Client, bring: Bring) -> str:
    """A register of four schools, its columns named."""
    register_id = bring()
    answer = owner.post(f"/en/balance/{register_id}/columns/", SMALL_COLUMNS)
    assert answer.status_code == 302, answer.content.decode()
    return register_id


@pytest.fixture
def illustration(db: None) -> str:
    """The illustrative county of the samples, ready to read by everybody."""
    from lianmeng.balance.actions import samples

    with pytest.MonkeyPatch.context() as patch:
        catalogue = samples.catalogue()
        patch.setattr(
            samples, "catalogue", lambda: [one for one in catalogue if "illustrative" in one["key"]]
        )
        samples.prepare_samples()
    return "illustrative-county-primary"
