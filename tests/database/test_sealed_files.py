"""A sealed file reads as what was written, from anywhere, and tells whether it was changed; it shows nothing."""

from __future__ import annotations

import os
from pathlib import Path
from random import Random

import pytest
from pytest_django import Settings

from lianmeng.core.refusal import Refused
from lianmeng.database.sealed_files import PIECE_BYTES, SealedFile, write_sealed

SIZES = (0, 1, PIECE_BYTES - 1, PIECE_BYTES, PIECE_BYTES + 1, 2 * PIECE_BYTES, 3 * PIECE_BYTES + 77)


def content(size: int) -> bytes:
    return Random(size).randbytes(size)


@pytest.mark.parametrize("size", SIZES)
def test_it_reads_as_what_was_written(tmp_path: Path, size: int) -> None:
    whole, file = content(size), SealedFile(tmp_path / "file")
    dice = Random(size)
    cuts = sorted(dice.choices(range(size + 1), k=5))
    write_sealed(file.path, [whole[a:b] for a, b in zip([0, *cuts], [*cuts, size], strict=True)])
    assert (file.read_bytes(), file.size_bytes()) == (whole, size)
    with file.opened() as opened:
        for _ in range(50):
            at, length = dice.randint(0, size + 10), dice.randint(0, PIECE_BYTES + 10)
            opened.seek(at)
            assert opened.read(length) == whole[at : at + length]
            assert opened.tell() == at + len(whole[at : at + length])
            opened.seek(at)
            assert opened.read() == whole[at:]
        assert opened.seek(-1 if size else 0, os.SEEK_END) == max(0, size - 1)


def test_two_files_of_one_content_look_different_and_show_nothing(tmp_path: Path) -> None:
    one, two = SealedFile(tmp_path / "one"), SealedFile(tmp_path / "two")
    for each in (one, two):
        write_sealed(each.path, [b"11010519491231002X" * 1000])
    assert one.path.read_bytes()[32:] != two.path.read_bytes()[32:]
    assert b"1101051949" not in one.path.read_bytes()


@pytest.mark.parametrize("damage", ["changed", "cut", "cut at a piece", "swapped", "another key"])
def test_a_changed_file_is_refused(tmp_path: Path, settings: Settings, damage: str) -> None:
    file = SealedFile(tmp_path / "file")
    write_sealed(file.path, [content(3 * PIECE_BYTES)])
    raw, step = file.path.read_bytes(), PIECE_BYTES + 16
    match damage:
        case "changed":
            raw = raw[:1000] + bytes([raw[1000] ^ 1]) + raw[1001:]
        case "cut":
            raw = raw[:-100]
        case "cut at a piece":
            raw = raw[: 32 + 2 * step]
        case "swapped":
            raw = raw[:32] + raw[32 + step : 32 + 2 * step] + raw[32 : 32 + step] + raw[32 + 2 * step :]
        case _:
            settings.SEALING_KEY = "another key"
    file.path.write_bytes(raw)
    with pytest.raises(Refused, match="changed on the disk"):
        file.read_bytes()


def test_a_file_of_an_earlier_program_is_read_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"code,name\n1,a\n")
    assert SealedFile(tmp_path / "file").read_bytes() == b"code,name\n1,a\n"
