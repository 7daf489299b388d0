"""The front-end files that others wrote are those that the manifest names, byte for byte."""

import hashlib
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.house.project import PACKAGE

VENDOR = PACKAGE / "web" / "static" / "vendor"
MANIFEST = "MANIFEST.toml"
TOLD = {"path", "version", "licence", "sha256", "package"}


def differences(folder: Path) -> Iterator[str]:
    """One line for each file that is not as the manifest says."""
    entries = tomllib.loads((folder / MANIFEST).read_text("utf-8"))["file"]
    for entry in entries:
        path = folder / entry["path"]
        if missing := [key for key in sorted(TOLD) if not entry.get(key)]:
            yield f"{entry['path']}: the manifest does not tell its {', '.join(missing)}"
        elif not path.is_file():
            yield f"{entry['path']}: in the manifest, but not there"
        elif hashlib.sha256(path.read_bytes()).hexdigest() != entry["sha256"]:
            yield f"{entry['path']}: another content than the manifest's"
    named = {entry["path"] for entry in entries} | {MANIFEST}
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    yield from (f"{name}: not in the manifest" for name in sorted(there - named))


def test_every_front_end_file_is_what_the_manifest_says() -> None:
    assert list(differences(VENDOR)) == []


@pytest.fixture
def small_vendor(tmp_path: Path) -> Path:
    (tmp_path / "a.css").write_bytes(b"a{}")
    digest = hashlib.sha256(b"a{}").hexdigest()
    told = {"path": "a.css", "version": "1", "licence": "MIT", "sha256": digest, "package": "a"}
    lines = [f'{key} = "{value}"' for key, value in told.items()]
    (tmp_path / MANIFEST).write_text("\n".join(["[[file]]", *lines]), "ascii")
    return tmp_path


def test_a_true_manifest_is_accepted(small_vendor: Path) -> None:
    assert list(differences(small_vendor)) == []


def test_a_changed_file_is_found(small_vendor: Path) -> None:
    (small_vendor / "a.css").write_bytes(b"a{} ")
    assert list(differences(small_vendor)) == ["a.css: another content than the manifest's"]


def test_an_unlisted_file_is_found(small_vendor: Path) -> None:
    (small_vendor / "b.js").touch()
    assert list(differences(small_vendor)) == ["b.js: not in the manifest"]


def test_a_missing_file_is_found(small_vendor: Path) -> None:
    (small_vendor / "a.css").unlink()
    assert list(differences(small_vendor)) == ["a.css: in the manifest, but not there"]


def test_an_entry_without_a_licence_is_found(small_vendor: Path) -> None:
    manifest = small_vendor / MANIFEST
    manifest.write_text(manifest.read_text("ascii").replace("MIT", ""), "ascii")
    assert list(differences(small_vendor)) == ["a.css: the manifest does not tell its licence"]
