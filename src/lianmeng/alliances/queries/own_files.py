"""The folder of one's own that `LIANMENG_FORMS` names: further forms, and times that replace the shipped ones."""

import os
from pathlib import Path

from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import say

FOLDER = "LIANMENG_FORMS"
SHIPPED = Path(__file__).resolve().parent.parent / "data"
TIMES = ("periods.toml", "reminders.toml")


def own_folder() -> Path | None:
    if not (named := os.environ.get(FOLDER, "")):
        return None
    if not Path(named).is_dir():
        raise Refused(
            say(
                "{folder}: this is not a folder. Name a folder with files of forms in {name}.",
                folder=named,
                name=FOLDER,
            )
        )
    return Path(named)


def own_forms(folder: Path) -> list[Path]:
    return sorted(one for one in folder.glob("*.toml") if one.name not in TIMES)


def data_file(name: str) -> tuple[Path, int]:
    """One's own file with this name, else the shipped one, and when it was changed: it is read again after that."""
    own = own_folder()
    found = own / name if own is not None and (own / name).exists() else SHIPPED / name
    return found, found.stat().st_mtime_ns
