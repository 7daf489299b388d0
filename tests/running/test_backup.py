"""What was saved comes back: every row, every file, every key; a damaged file changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.running.installation import Installation

pytestmark = [pytest.mark.database, pytest.mark.slow]

FILLED = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
from pathlib import Path
from django.conf import settings
from django.utils import timezone
from lianmeng.audit.actions import record
from lianmeng.core.actors import OPERATOR
from lianmeng.core.sentences import say
from lianmeng.database.secrets import sealed
from lianmeng.people.models import Account
Account.objects.create(username="anna", name="安娜", email="a@example.org", password=sealed("secret"))
for number in range(3):
    record(say("Uploaded {old}", old=[number, None, 0.25, "七"]), by=OPERATOR, place="city", person="p")
files = Path(settings.MEDIA_ROOT) / "registers" / "一"
files.mkdir(parents=True)
(files / "a.csv").write_bytes(bytes(range(256)))
from datetime import date
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.documents.test_files import placed
from lianmeng.documents.rules.paper import Block, Paper, Signer
from lianmeng.documents.actions.files import keep_photo
from lianmeng.documents.actions.issuing import issue
day = date(2016, 9, 1)
paper = Paper("approval", ("成都市教育局",), "批复", (Block("同意。"),), (Signer("成都市教育局", day),), day)
issue(paper, subject=("alliance", "x"), by=OPERATOR, place="city")
keep_photo(SimpleUploadedFile("a.jpg", placed()), subject=("activity", "y"), by=OPERATOR, place="city")
"""
SPOILT = """
from pathlib import Path
from django.conf import settings
from lianmeng.people.models import Account
Account.objects.all().delete()
(Path(settings.MEDIA_ROOT) / "registers" / "一" / "a.csv").unlink()
(Path(settings.MEDIA_ROOT) / "late.csv").write_text("x")
import shutil
from lianmeng.documents.models import Document, File
Document.objects.all().delete()
File.objects.all().delete()
shutil.rmtree(Path(settings.MEDIA_ROOT) / "documents")
"""
READ = """
from pathlib import Path
from django.conf import settings
from lianmeng.database.secrets import unsealed
from lianmeng.people.models import Account
anna = Account.objects.get(username="anna")
print(anna.name, unsealed(anna.password), Account.objects.create(username="bert").pk > anna.pk)
found = sorted(path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())
rest = [path.name for path in found if path.parts[-3] != "documents"]
print(rest, (Path(settings.MEDIA_ROOT) / "registers" / "一" / "a.csv").read_bytes() == bytes(range(256)))
from lianmeng.documents.models import Document, File
from lianmeng.documents.queries.documents import drawn
from lianmeng.documents.queries.store import content_of
document, photo = Document.objects.get(), File.objects.get(kind="photo")
print(content_of(document.file.digest) == drawn(document), len(content_of(photo.digest)) == photo.size)
print(len(content_of(photo.preview)) > 0, len(found))
from django.core.cache import cache  # where failed sign-ins are counted
cache.set("counted", 3)
print(cache.get("counted"))
"""


@pytest.fixture(scope="module")
def saved(installation: Installation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("saved")
    installation.good(python=FILLED)
    installation.good("export", str(folder / "before.jsonl"))
    installation.good("backup", str(folder / "all.tar"))
    return folder


def test_what_was_saved_comes_back_byte_by_byte(installation: Installation, saved: Path) -> None:
    installation.good(python=SPOILT)
    key = installation.folder / "secret_key"
    if key.exists():
        key.write_text("another", "ascii")  # a new machine has a key of its own
    assert "Restored" in installation.good("restore", "--yes", str(saved / "all.tar"))
    installation.good("export", str(saved / "after.jsonl"))
    assert (saved / "after.jsonl").read_bytes() == (saved / "before.jsonl").read_bytes()
    assert installation.good(python=READ).splitlines() == [
        "安娜 secret True",
        "['a.csv'] True",
        "True True",
        "True 4",
        "3",
    ]
    assert "Consistent: lines: 5," in installation.good("audit", "verify")
    assert oct((saved / "all.tar").stat().st_mode)[-3:] == "600"


@pytest.mark.parametrize("damage", ["cut", "no backup", "missing"])
def test_a_damaged_backup_changes_nothing(installation: Installation, saved: Path, damage: str) -> None:
    whole = (saved / "all.tar").read_bytes()
    bad = saved / f"{damage}.tar"
    if damage != "missing":
        bad.write_bytes(whole[: len(whole) // 2] if damage == "cut" else b"no backup")
    answer = installation.run("restore", "--yes", str(bad))
    assert answer.returncode == 2, answer.stdout
    assert "backup" in answer.stderr
    assert "Consistent" in installation.good("audit", "verify")
