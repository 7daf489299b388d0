"""What the forms about alliances are about, in a city that is filled: a draft, an activity, a scan, a delegation, …"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Count
from django.utils import timezone
from PIL import Image

from lianmeng.alliances.actions.activities import Done, confirm_activity, record_activity
from lianmeng.alliances.actions.photos import add_photo, add_scan
from lianmeng.alliances.actions.signing import delegate
from lianmeng.alliances.actions.tasks import add_task_file, mark_done
from lianmeng.alliances.actions.wishes import ask_withdrawal
from lianmeng.alliances.models import Alliance, Membership
from lianmeng.alliances.rules.content import content_of
from lianmeng.alliances.rules.tasks import key_of
from lianmeng.alliances.vocabulary import ActivityKind, State
from lianmeng.core.actors import Actor
from lianmeng.core.roles import Role
from lianmeng.documents.actions.issuing import issue
from lianmeng.documents.models import Document
from lianmeng.documents.rules.paper import Block, Paper, Signer
from lianmeng.ledger.models import Entry, Question
from lianmeng.notices.actions.calendars import renew_calendar
from lianmeng.notices.models import Notice
from lianmeng.people.models import Account, RoleHeld
from lianmeng.people.queries.actors import actor_of
from lianmeng.schools.models import Region


@dataclass(frozen=True, slots=True)
class Filled:
    """`known`: what stands in the addresses. The writer leads a party of each, the partner another of the largest."""

    known: dict[str, str]
    writer: Account
    partner: Account


def asked_school() -> str:
    """A school to which a question was put; its leader is one of the readers."""
    return Question.objects.earliest("pk").school


def fill_forms(officer: Account) -> Filled:
    known = _found()
    largest = Membership.objects.filter(alliance__public_id=known["largest"]).order_by("position")
    sides = [one.party for one in largest[:2]]
    own = [_first(known[name]) for name in ("draft", "offered")]
    writer, partner = _leader("writer", {sides[0], *own}), _leader("partner", {sides[1]})
    today = timezone.localdate()
    bureau, first, second = (actor_of(one, today) for one in (officer, writer, partner))
    known |= _exchanged(known["largest"], sides, first, second)
    known |= _papers(known, own[1], bureau, first)
    known["notice"] = Notice.objects.filter(account=bureau.id).earliest("pk").public_id
    known["token"] = renew_calendar(by=bureau)
    return Filled(known, writer, partner)


def _found() -> dict[str, str]:
    question = Question.objects.earliest("pk")
    began = Membership.objects.filter(party=question.school, since__isnull=False)
    largest = Alliance.objects.annotate(many=Count("activities")).latest("many").public_id
    return {
        "district": Region.objects.filter(kind="district").earliest("pk").public_id,
        "school": question.school,
        "pair": Alliance.objects.filter(form="district_pair").earliest("pk").public_id,
        "twinning": Alliance.objects.filter(form="twinning", state="approved").earliest("pk").public_id,
        "largest": largest,
        "own": began.latest("pk").alliance.public_id,
        "question": f"{question.alliance}/questions/{question.public_id}",
        "entry": Entry.objects.filter(alliance=largest).earliest("pk").public_id,
        "year": str(timezone.localdate().year - 1),
        "number": "2",
        "draft": _most_parties(State.DRAFT),
        "offered": _most_parties(State.OFFERED),
        "signed": _most_parties(State.SIGNED),
        "assessed": _most_parties(State.ASSESSMENT),
        "ending": _most_parties(State.ENDING),
    }


def _most_parties(state: State) -> str:
    found = Alliance.objects.filter(state=state.value).annotate(many=Count("memberships"))
    return found.order_by("-many", "pk")[0].public_id


def _first(alliance: str) -> str:
    return Membership.objects.filter(alliance__public_id=alliance).earliest("position").party


def _leader(name: str, schools: set[str]) -> Account:
    account = Account.objects.create(username=name, name=name.title())
    for school in sorted(schools):
        RoleHeld.objects.create(
            account=account, role=Role.SCHOOL_LEADER, place=school, since="2016-01-01", given_by="bench"
        )
    return account


def _exchanged(alliance: str, sides: list[str], first: Actor, second: Actor) -> dict[str, str]:
    """An activity that waits with a photo, one that is booked, and one that somebody asks to withdraw."""
    done = Done(
        ActivityKind.MEETING,
        timezone.localdate(),
        "研讨",
        sides[0],
        Decimal(1),
        60,
        dict.fromkeys(sides, (1, 0)),
    )
    waiting, booked, asked = (
        record_activity(alliance, replace(done, title=title), by=first)
        for title in ("研讨", "集体备课", "复盘")
    )
    for one in (booked, asked):
        confirm_activity(one, sides[1], by=second)
    return {
        "activity": waiting,
        "booked": booked,
        "asked": asked,
        "wish": ask_withdrawal(asked, "另有一天", by=first),
        "photo": add_photo(waiting, _picture(), by=first),
        **_done(alliance, sides[0], first),
    }


def _done(alliance: str, school: str, leader: Actor) -> dict[str, str]:
    """A task of the plan that is done, with a file that shows it."""
    in_force = Alliance.objects.get(public_id=alliance).in_force
    assert in_force
    task = next(key_of(one) for one in content_of(in_force.content).plan if one.owner == school)
    mark = mark_done(alliance, task, "会议记录", seen=None, by=leader)
    return {"mark": mark, "task_file": add_task_file(alliance, mark, _picture(), by=leader)}


def _papers(known: dict[str, str], school: str, bureau: Actor, leader: Actor) -> dict[str, str]:
    day = timezone.localdate()
    paper = Paper(
        "award", ("锦城市教育局",), "表彰决定", (Block("正文"),), (Signer("锦城市教育局", day),), day
    )
    document = issue(paper, subject=("alliance", known["largest"]), by=bureau, place="city")
    return {
        "document": document,
        "code": Document.objects.get(public_id=document).code,
        "scan": add_scan(known["offered"], school, _picture(), by=leader),
        "delegation": delegate(school, "deputy", since=day, until=day + timedelta(days=9), by=leader),
    }


def _picture() -> SimpleUploadedFile:
    held = BytesIO()
    Image.effect_noise((1200, 900), 60).save(held, "PNG")
    return SimpleUploadedFile("photo.png", held.getvalue())
