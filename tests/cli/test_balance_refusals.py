"""Every bad input ends in one sentence with its place, exit status 2 and no traceback."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cli.conftest import TAIWAN, Call

NAMED = ("--by", "d", "--pupils", "p", "--resource", "t")
GOOD = "d,p,t\nA,10,1\nA,20,3\n"
Write = Callable[..., Path]

BAD_FILES = {
    "text where a number belongs": ("d,p,t\nA,10,1\nA,twelve,3\n", ["Row 3", "p", "twelve"]),
    "negative pupils": ("d,p,t\nA,10,1\nA,-4,3\n", ["Row 3", "p", "-4"]),
    "a negative amount": ("d,p,t\nA,10,-1\n", ["Row 2", "t", "-1"]),
    "an empty file": ("", ["empty"]),
    "blank lines only": ("\n\n\n", []),
    "a heading only": ("d,p,t\n", ["headings"]),
    "two heading rows": ("d,p,t\ndistrict,pupils,teachers\nA,10,1\n", ["row 2"]),
    "a PDF named .csv": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", ["PDF"]),
    "bytes that are no text": (bytes(range(128, 256)) * 40, []),
    "a formula in a number column": ("d,p,t\nA,10,=1+1\n", ["Row 2", "t"]),
    "a column twice": ("d,p,p,t\nA,10,11,1\n", ["p"]),
    "a row cut short": ("d,p,t\nA,10,1\nA,20\n", ["Row 3"]),
    "an open quote": ('d,p,t\nA,10,1\n"A,20,3\n', []),
    "infinity": ("d,p,t\nA,inf,1\n", ["Row 2", "p"]),
}


@pytest.mark.parametrize(("content", "said"), BAD_FILES.values(), ids=BAD_FILES.keys())
def test_a_bad_file_is_refused_in_a_sentence(
    call: Call, register: Write, content: str | bytes, said: list[str]
) -> None:
    answer = call("balance", register(content), *NAMED)
    assert (answer.status, answer.out) == (2, "")
    assert len(answer.error.strip().splitlines()) == 1
    assert answer.error.strip().endswith((".", "。"))
    for word in said:
        assert word.lower() in answer.error.lower()


def test_a_missing_column_names_the_nearest_and_the_others(call: Call) -> None:
    answer = call(
        "balance", TAIWAN, "--by", "縣市名", "--pupils", "學生人數", "--resource", "教師=男專任教師"
    )
    assert answer.status == 2
    assert "縣市名稱" in answer.error
    assert "學校代碼" in answer.error


def test_a_directory_and_a_missing_file_are_refused(call: Call, tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nothing.csv"):
        answer = call("balance", path, *NAMED)
        assert answer.status == 2
        assert len(answer.error.strip().splitlines()) == 1


@pytest.mark.parametrize("filler", [b"x", b"\0", b"7,"], ids=["letters", "zeros", "one endless row"])
def test_fifty_megabytes_of_nothing_are_refused(call: Call, register: Write, filler: bytes) -> None:
    answer = call("balance", register(b"d,p,t\n" + filler * (50 * 2**20 // len(filler))), *NAMED)
    assert answer.status == 2
    assert len(answer.error) < 600


@pytest.mark.slow
def test_a_sound_register_of_fifty_megabytes_is_read(call: Call, register: Write) -> None:
    rows = "".join(
        f"district {at % 50:03d} of the city,{100 + at % 900},{10 + at % 30}\n" for at in range(1_700_000)
    )
    path = register("d,p,t\n" + rows)
    assert path.stat().st_size > 50 * 2**20
    assert call("balance", path, *NAMED).status == 0


def test_a_formula_in_a_name_is_kept_as_text(call: Call, register: Write) -> None:
    answer = call("balance", register("d,p,t\n=cmd|'/c calc'!A1,10,1\n"), *NAMED, "--json")
    assert answer.status == 0
    assert "=cmd|'/c calc'!A1" in answer.out


MISUSES = {
    "no pupils": (("--by", "d", "--resource", "t"), "--pupils"),
    "no resource": (("--by", "d", "--pupils", "p"), "resource"),
    "no such option": ((*NAMED, "--colour"), "--colour"),
    "a resource without a column": ((*NAMED, "--resource", "x="), "name=COLUMN"),
    "two resources of one name": ((*NAMED, "--resource", "t=p"), "“t”"),
    "a standard that is not there": ((*NAMED, "--standard", "cn-2071", "--stage", "primary"), "cn-2017"),
    "a standard without a stage": ((*NAMED, "--standard", "cn-2017"), "primary"),
    "a stage that is not there": ((*NAMED, "--standard", "cn-2017", "--stage", "senior"), "primary"),
    "a second file without a key": ((*NAMED, "--with", "x.csv"), "--key"),
    "a decimal mark that is none": ((*NAMED, "--decimal", "x"), "x"),
}


@pytest.mark.parametrize(("arguments", "said"), MISUSES.values(), ids=MISUSES.keys())
def test_misuse_of_the_command_is_explained(
    call: Call, register: Write, arguments: tuple[str, ...], said: str
) -> None:
    answer = call("balance", register(GOOD), *arguments)
    assert (answer.status, answer.out) == (2, "")
    assert said in answer.error


def test_the_command_speaks_chinese_where_the_terminal_does(register: Write) -> None:
    command = [
        str(Path(sys.executable).with_name("lianmeng")),
        "balance",
        str(register("d,p,t\nA,甲,1\n")),
        *NAMED,
    ]
    environment = {**os.environ, "LIANMENG_LANGUAGE": "zh_CN.UTF-8"}
    ended = subprocess.run(command, capture_output=True, text=True, env=environment, check=False, timeout=60)
    assert ended.returncode == 2
    assert "第 2 行" in ended.stderr
    assert "Traceback" not in ended.stderr


FOUND_BY_READERS = {
    "blank groups": ("d,p,t\n,10,2\n,20,3\n", NAMED, "No row names a group"),
    "wild pupils": ("d,p,t\nA,1e308,2\nA,1e308,3\n", NAMED, "Row 2, column p"),
    "hardly a pupil": ("d,p,t\nA,1e-320,2\nA,10,3\n", NAMED, "Row 2, column p"),
    "a nameless group": (GOOD, ("--by", "", "--pupils", "p", "--resource", "t"), "without a name"),
    "a stage alone": (GOOD, (*NAMED, "--stage", "primary"), "--standard"),
    "a key alone": (GOOD, (*NAMED, "--key", "d"), "--with"),
    "half a sum": (GOOD, ("--pupils", "p", "--resource", "x=t+"), "name=COLUMN"),
}


@pytest.mark.parametrize(
    ("content", "arguments", "said"), FOUND_BY_READERS.values(), ids=FOUND_BY_READERS.keys()
)
def test_what_readers_stumbled_over(
    call: Call, register: Write, content: str, arguments: tuple[str, ...], said: str
) -> None:
    answer = call("balance", register(content), *arguments)
    assert (answer.status, answer.out) == (2, "")
    assert said in answer.error


def test_a_school_that_stands_twice_is_not_counted_twice(call: Call, register: Write) -> None:
    first, second = register("k,d\nX,A\nX,A\n"), register("k,p,t\nX,10,2\n", "second.csv")
    answer = call("balance", first, "--with", second, "--key", "k", *NAMED)
    assert answer.status == 2
    assert "stands more than once" in answer.error


def test_the_layout_that_is_named_is_used(call: Call, register: Write) -> None:
    titled = register("A title;;\nd;p;t\nA;10;1,500\nA;20;2,250\n")
    answer = call("balance", titled, *NAMED, "--heading-row", "2", "--decimal", ",", "--json")
    assert answer.status == 0, answer.error
    assert '"mean": 0.125' in answer.out


def test_a_name_cannot_speak_to_the_terminal(call: Call, register: Write) -> None:
    answer = call("balance", register("d,p,t\n\x1b[31mA,10,1\n"), *NAMED)
    assert answer.status == 0
    assert "\x1b" not in answer.out
