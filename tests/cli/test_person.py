"""`lianmeng person export | erase` and `lianmeng retention`, as the operator calls them, and the record after."""

from __future__ import annotations

import io
import json
from datetime import timedelta

import pytest
from django.utils import timezone
from tests.audit.test_persons import IDENTITY
from tests.cast import Cast
from tests.cli.conftest import Call

from lianmeng.audit.actions import record
from lianmeng.audit.models import Line
from lianmeng.audit.queries.verifying import verify
from lianmeng.core.actors import OPERATOR
from lianmeng.core.sentences import say
from lianmeng.database.secrets import keyed_hash, sealed
from lianmeng.schools.models import Staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(db: None) -> Staff:
    staff = Staff.objects.create(
        number="T-1", name="安娜", identity_sealed=sealed(IDENTITY), identity_hash=keyed_hash(IDENTITY)
    )
    record(say("Uploaded {old}", old="安娜"), by=OPERATOR, place="city", person=staff.public_id)
    return staff


def test_an_export_is_json_without_what_is_sensitive(call: Call, anna: Staff) -> None:
    answer = call("person", "export", anna.public_id)
    assert (answer.status, answer.error) == (0, "")
    (row,) = json.loads(answer.out)["schools.Staff"]
    assert (row["name"], row["number"], row["identity_sealed"]) == ("安娜", "T-1", "***")
    assert IDENTITY not in answer.out


@pytest.mark.parametrize("command", [("person", "export"), ("person", "erase", "--yes")])
def test_of_nobody_nothing_is_held(call: Call, db: None, command: tuple[str, ...]) -> None:
    answer = call(*command, "nobody")
    assert (answer.status, answer.out) == (2, "")
    assert answer.error.startswith("Nothing is held about nobody.")


def test_of_nobody_nothing_is_held_in_chinese(chinese: Call, db: None) -> None:
    answer = chinese("person", "export", "nobody")
    assert answer.status == 2
    assert "Nothing" not in answer.error
    assert "nobody" in answer.error


def test_an_erased_person_is_gone_and_the_audit_tells_of_it(call: Call, anna: Staff) -> None:
    answer = call("person", "erase", "--yes", anna.public_id)
    assert answer.status == 0
    told = answer.out.splitlines()
    assert told[:1] == ["Erased in schools.Staff: 1 row."]
    assert "Erased in audit.Value: 1 row." in told
    anna.refresh_from_db()
    assert (anna.name, anna.identity_sealed, anna.identity_hash) == ("", "", "")
    line = Line.objects.get(subject_kind="person", subject=anna.public_id)
    assert (line.text, line.actor) == ("Erased the personal data of one person", OPERATOR.id)
    assert verify().broken is None
    assert call("audit", "verify").out.startswith("Consistent:")
    assert "安娜" not in call("person", "export", anna.public_id).out


def test_what_stays_of_an_account_is_told_with_its_reason(chinese: Call, cast: Cast) -> None:
    answer = chinese("person", "erase", "--yes", cast.account("teacher").public_id)
    assert answer.status == 0
    told = answer.out.splitlines()
    stays = [line for line in told if line.startswith("保留")]
    assert any("people.RoleHeld" in line for line in stays), told
    assert not any(" Stays" in line or "Erased" in line for line in told)


@pytest.mark.parametrize(("typed", "name"), [("n\n", "安娜"), ("y\n", "")])
def test_erasing_asks_first(
    call: Call, anna: Staff, monkeypatch: pytest.MonkeyPatch, typed: str, name: str
) -> None:
    def left(status: int) -> None:
        raise SystemExit(status)

    monkeypatch.setattr("os._exit", left)
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    if name:
        with pytest.raises(SystemExit, match="130"):
            call("person", "erase", anna.public_id)
    else:
        assert call("person", "erase", anna.public_id).out.startswith("This cannot be undone. Go on? [y/N]")
    anna.refresh_from_db()
    assert anna.name == name


def test_retention_erases_what_is_over_once_and_writes_it_down(call: Call, anna: Staff) -> None:
    assert (call("retention").status, call("retention").out) == (0, "Nothing is over.\n")
    before = Line.objects.count()
    Staff.objects.filter(pk=anna.pk).update(left_on=timezone.localdate() - timedelta(days=1097))
    answer = call("retention")
    assert (answer.status, answer.out) == (0, "Erased in schools.Staff: 1 row.\n")
    anna.refresh_from_db()
    assert anna.name == ""
    line = Line.objects.latest("at")
    assert (line.text, line.actor) == ("Erased what was kept for its time", OPERATOR.id)
    assert Line.objects.count() == before + 1
    assert call("retention").out == "Nothing is over.\n"
    assert Line.objects.count() == before + 1, "a night without anything to erase leaves no line"


def test_retention_says_so_in_chinese(chinese: Call, anna: Staff) -> None:
    assert chinese("retention").out == "没有期满的内容。\n"
    Staff.objects.filter(pk=anna.pk).update(left_on=timezone.localdate() - timedelta(days=1097))
    told = chinese("retention").out
    assert "schools.Staff" in told
    assert "Erased" not in told
