from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.running.installation import Installation


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """With a database of its own on the server that the tests run on."""
    folder = tmp_path_factory.mktemp("installation")
    url = os.environ.get("LIANMENG_DATABASE_URL", "")
    if not url.startswith("postgres"):
        yield Installation(folder)
        return
    import psycopg

    name, place = f"own_{secrets.token_hex(4)}", url.rpartition("/")[0]
    with psycopg.connect(f"{place}/postgres", autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        yield Installation(folder, {"LIANMENG_DATABASE_URL": f"{place}/{name}"})
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="module")
def data() -> Path:
    return Path(__file__).resolve().parents[1] / "data"
