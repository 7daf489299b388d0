"""Alliances that were approved are everybody's to see; what is inside is for the parties and the bureaus."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image
from tests import cast
from tests.ring.rule import OPEN, Rule, World

from lianmeng.alliances.actions.activities import Done, confirm_activity, record_activity
from lianmeng.alliances.actions.drafting import Beginning, begin, change, latest_version
from lianmeng.alliances.actions.holding import Taking
from lianmeng.alliances.actions.photos import add_photo, add_scan
from lianmeng.alliances.actions.signing import delegate, offer, sign
from lianmeng.alliances.actions.steps import take_step
from lianmeng.alliances.actions.tasks import add_task_file, mark_done
from lianmeng.alliances.actions.wishes import ask_withdrawal
from lianmeng.alliances.models import Alliance
from lianmeng.alliances.rules.content import Content, Gift, Objective, Task
from lianmeng.alliances.rules.tasks import key_of
from lianmeng.alliances.vocabulary import ActivityKind, Ground
from lianmeng.core.actors import OPERATOR, Actor
from lianmeng.documents.queries.documents import documents_of
from lianmeng.ledger.models import Question
from lianmeng.ledger.queries.entries import entries_of_alliance

PARTIES = ("school_leader", "other_school_leader")
BEGINNERS = ("city_officer", "district_officer", "other_district_officer", *PARTIES)
PAIRED = ("city_officer", "district_officer", "other_district_officer", "evaluator")
MEMBERS = (*BEGINNERS, "teacher", "group_office")
CLEAR: dict[str, Any] = {"no_interest": True, "authoriser": "Head"}  # what the bureau says of itself
READERS = (*BEGINNERS, "teacher", "evaluator")


def prepare(world: World) -> None:
    """Trusteeships of the two schools: in effect, under assessment, ending; and an activity to be confirmed."""
    made = _begun(world)
    ending = _begun(world)
    assessed = _begun(world)
    soon = timezone.localdate() + timedelta(days=9)
    take_step(assessed, "assess", Taking(deadline=soon, **CLEAR), seen=None, by=OPERATOR)
    world.ids["assessed"] = assessed
    reason: dict[str, Any] = {"reason": "So", "ground": Ground.AGREEMENT}
    take_step(ending, "propose_end", Taking(**reason, **CLEAR), seen=None, by=OPERATOR)
    done = Done(
        kind=ActivityKind.VISIT,
        day=timezone.localdate(),
        title="Visit",
        giver=cast.SCHOOL,
        quantity=1,
        minutes=60,
        people={cast.SCHOOL: (1, 0), cast.OTHER_SCHOOL: (1, 0)},
    )
    world.ids["alliance"], world.ids["ending"] = made, ending
    world.ids["document"] = documents_of(("alliance", made))[0].row.public_id
    world.ids["activity"] = record_activity(made, done, by=world.cast.actor("school_leader"))
    leader = world.cast.actor("school_leader")
    _bring_files(world, made, leader)
    question = Question.objects.create(
        alliance=made, school=cast.SCHOOL, kind="only_visits", mark="x", asked_at=timezone.now()
    )
    world.ids["delegation"] = _delegated(leader)
    pair = begin(
        Beginning("district_pair", (("district", cast.DISTRICT), ("district", cast.OTHER_DISTRICT))),
        by=OPERATOR,
    )
    world.ids["pair"] = pair
    world.ids["entry"] = _booked(world, made)
    world.ids["question"] = question.public_id


def _bring_files(world: World, made: str, leader: Actor) -> None:
    """A photo of the activity, a scan of the stamped paper, and a file that shows that a task was done."""
    picture = BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "PNG")
    one, two, three = (SimpleUploadedFile("photo.png", picture.getvalue()) for _ in range(3))
    world.ids["photo"] = add_photo(world.ids["activity"], one, by=leader)
    world.ids["scan"] = add_scan(made, cast.SCHOOL, two, by=leader)
    world.ids["mark"] = mark_done(made, key_of(PLANNED), "Minutes", seen=None, by=leader)
    world.ids["task_file"] = add_task_file(made, world.ids["mark"], three, by=leader)


def _delegated(leader: Actor) -> str:
    """To somebody who is not of the cast."""
    today = timezone.localdate()
    return delegate(cast.SCHOOL, "deputy", since=today, until=today + timedelta(days=1), by=leader)


def _booked(world: World, made: str) -> str:
    """An entry of the ledger, from an activity that both sides confirmed."""
    first, second = (world.cast.actor(one) for one in PARTIES)
    people = {cast.SCHOOL: (1, 0), cast.OTHER_SCHOOL: (1, 0)}
    day = timezone.localdate()
    done = Done(ActivityKind.MEETING, day, "Talk", cast.SCHOOL, Decimal(1), 60, people)
    confirm_activity(record_activity(made, done, by=first), cast.OTHER_SCHOOL, by=second)
    entry = entries_of_alliance(made)[0]
    world.ids["booked"] = entry.source.partition(":")[0]
    world.ids["wish"] = ask_withdrawal(world.ids["booked"], "It was another day", by=first)
    return entry.public_id


def _begun(world: World) -> str:
    by = OPERATOR
    roles = (("lead", cast.SCHOOL), ("led", cast.OTHER_SCHOOL))
    made = begin(Beginning("trusteeship", roles), by=by)
    leaders = [world.cast.actor(one) for one in PARTIES]
    change(made, _filled, seen=Alliance.objects.get(public_id=made).turn, by=leaders[0])
    offer(made, seen=None, by=leaders[0])
    digest = latest_version(Alliance.objects.get(public_id=made)).digest
    for (_, party), leader in zip(roles, leaders, strict=True):
        sign(made, party, digest, by=leader)
    take_step(made, "approve", Taking(reason="So", evidence="Minutes", **CLEAR), seen=None, by=by)
    return made


def _filled(content: Content) -> Content:
    today = timezone.localdate()
    return replace(
        content,
        since=today.isoformat(),
        until=date(today.year + 2, 8, 31).isoformat(),
        objectives=(Objective(cast.SCHOOL, "Science", due="2027-06-30", evidence="Plans"),),
        plan=(PLANNED,),
        gifts=tuple(Gift(one.party, "Something") for one in content.parties),
        money="none",
        exit_criteria="Reached",
        hand_back="Within a month",
    )


def about(*names: str, **more: Any) -> Rule:
    """Addresses of the alliance; `names` are what else stands in the address."""

    def args(world: World) -> list[Any]:
        return [world.ids["alliance"], *(world.ids.get(name, name) for name in names)]

    return Rule(**{"args": args} | more)


def numbered(number: int, **more: Any) -> Rule:
    return Rule(**{"args": lambda world: [world.ids["alliance"], number]} | more)


def ending(*names: str, **more: Any) -> Rule:
    return Rule(**{"args": lambda world: [world.ids["ending"], *names]} | more)


PLANNED = Task("Plan", cast.SCHOOL, due="2027-01-01")
OWN = {"reads": PARTIES, "sends": PARTIES}
SIGNERS = {"reads": ("city_officer", *PARTIES), "sends": ("city_officer", *PARTIES)}
BUREAU = {"reads": ("city_officer",), "sends": ("city_officer",)}
OWNER = {"reads": ("school_leader", "group_office"), "sends": ("school_leader", "group_office")}
FIRST = {"reads": ("school_leader",), "sends": ("school_leader",)}
RULES: dict[str, Rule] = {
    "alliances:alliances": OPEN,
    "alliances:counts": Rule(args=lambda world: [2016]),
    "alliances:choose": Rule(reads=BEGINNERS),
    "alliances:alliance": about(),
    "alliances:map": OPEN,
    "alliances:interests": Rule(
        reads=("city_officer", "district_officer", "other_district_officer", "auditor")
    ),
    "alliances:network": Rule(args=lambda world: [cast.DISTRICT]),
    "alliances:alliance-network": about(),
    "alliances:ledger": OPEN,
    "alliances:school-ledger": Rule(args=lambda world: [cast.SCHOOL]),
    "alliances:alliance-ledger": about(),
    "alliances:pairs": Rule(
        args=lambda world: [world.ids["pair"]], reads=PAIRED, refused=404, signed_out=404
    ),
    "alliances:correct": about("entry", **BUREAU),
    "alliances:agreement": numbered(1, reads=(*READERS, "group_office"), refused=404, signed_out=404),
    "alliances:document": about(
        "document",
        reads=(*READERS, "group_office"),
        fills=("documents_file", "documents_document"),
    ),
    "alliances:terms": about(**OWN),
    "alliances:join": about(**OWN),
    "alliances:objective": about(**OWN),
    "alliances:without-objective": numbered(0, **OWN),
    "alliances:evidence": numbered(0, **OWN),
    "alliances:task": about(**OWN),
    "alliances:without-task": numbered(0, **OWN),
    "alliances:gift": about(**OWN),
    "alliances:task-done": numbered(0, **OWNER),
    "alliances:task-undone": numbered(0, **OWNER),
    "alliances:add-task-file": about("mark", **OWNER),
    "alliances:task-file": about("mark", "task_file", reads=(*READERS, "group_office")),
    "alliances:without-gift": numbered(0, **OWN),
    "alliances:sign": about(**SIGNERS),
    "alliances:delegate": about(**OWN),
    "alliances:take-back": about("delegation", **FIRST),
    "alliances:interest": about(**BUREAU),
    "alliances:leave": about(**BUREAU),
    "alliances:verdict": Rule(args=lambda world: [world.ids["assessed"]], **BUREAU),
    "alliances:hand-over": ending(**SIGNERS),
    "alliances:record": about(**OWN),
    "alliances:confirm": about("activity", **OWN),
    "alliances:contest": about("activity", **OWN),
    "alliances:withdraw": about("activity", **FIRST),
    "alliances:ask-withdrawal": about("activity", **FIRST),
    "alliances:ask-correction": about("activity", **FIRST),
    "alliances:wish": about("booked", "wish", **OWN),
    "alliances:take-back-wish": about("booked", "wish", **FIRST),
    "alliances:add-photo": about("activity", **OWN),
    "alliances:photo": about("activity", "photo", reads=MEMBERS),
    "alliances:without-photo": about("activity", "photo", **SIGNERS),
    "alliances:scan": about(**SIGNERS),
    "alliances:kept-scan": Rule(
        args=lambda world: [world.ids["alliance"], 1, world.ids["scan"]], reads=(*READERS, "group_office")
    ),
    "alliances:answer": about("question", **FIRST),
}
