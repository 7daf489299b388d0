"""The command line as a person calls it: arguments in, text and exit status out."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from lianmeng.cli.main import lianmeng
from lianmeng.cli.terminal import run_in_sentences

SAMPLES = Path(__file__).resolve().parents[2] / "src" / "lianmeng" / "balance" / "samples"
TAIWAN = SAMPLES / "taiwan_elementary_113_north.csv"


@dataclass(frozen=True)
class Answer:
    status: int
    out: str
    error: str


Call = Callable[..., Answer]


@pytest.fixture
def call(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Call:
    monkeypatch.setattr("lianmeng.cli.terminal.LANGUAGE", "en")
    monkeypatch.setattr("lianmeng.cli.balance_table.LANGUAGE", "en")

    def called(*arguments: object) -> Answer:
        status = run_in_sentences(lianmeng, [str(one) for one in arguments])
        captured = capfd.readouterr()
        return Answer(status, captured.out, captured.err)

    return called


@pytest.fixture
def chinese(call: Call, monkeypatch: pytest.MonkeyPatch) -> Call:
    """The same on a terminal that speaks Chinese."""
    for module in ("terminal", "person"):
        monkeypatch.setattr(f"lianmeng.cli.{module}.LANGUAGE", "zh-hans")
    return call


@pytest.fixture
def register(tmp_path: Path) -> Callable[[str | bytes], Path]:
    """Writes a register and says where."""

    def written(content: str | bytes, name: str = "register.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return path

    return written
