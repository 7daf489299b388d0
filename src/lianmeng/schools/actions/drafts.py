"""What a person fills in about a school that is to open, or about a change to one."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date

from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import Sentence, say
from lianmeng.database.pinyin import initials
from lianmeng.schools.actions.holding import region_there
from lianmeng.schools.models import School, SchoolVersion
from lianmeng.schools.queries.schemes import structure_of
from lianmeng.schools.rules.codes import why_not_a_code
from lianmeng.schools.vocabulary import Ownership, Scheme, SchoolKind, Setting, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSchool:
    """A school to be opened. `region` is a public id; empty words mean "not sent"."""

    scheme: str
    code: str
    name: str
    region: str = ""
    stages: tuple[str, ...] = ()
    setting: str = ""
    ownership: str = ""
    kind: str = SchoolKind.ORDINARY
    address: str = ""
    longitude: float | None = None
    latitude: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What becomes different; None leaves a thing as it is."""

    code: str | None = None
    name: str | None = None
    region: str | None = None
    setting: str | None = None
    ownership: str | None = None
    kind: str | None = None
    address: str | None = None
    longitude: float | None = None
    latitude: float | None = None


_WORDS = {"setting": Setting, "ownership": Ownership, "kind": SchoolKind}


def facts_of(draft: NewSchool | Change, day: date) -> dict[str, object]:
    """The columns of a state that the draft sets, each checked."""
    given = {one.name: getattr(draft, one.name) for one in fields(draft)}
    facts = {key: value for key, value in given.items() if key not in {"scheme", "stages"}}
    if isinstance(draft, Change):
        facts = {key: value for key, value in facts.items() if value is not None}
    for key, kinds in _WORDS.items():
        if facts.get(key) and facts[key] not in set(kinds):
            raise Refused(
                say("“{word}” is not one of the words for this. Choose from the list.", word=facts[key]),
                field=key,
            )
    if "name" in facts:
        facts["name"] = str(facts["name"]).strip()
        if not facts["name"]:
            raise Refused(say("A school needs a name. Write it."), field="name")
        facts["initials"] = initials(str(facts["name"]))
    if "region" in facts:
        region = str(facts.pop("region"))
        facts["region_id"] = region_there(region, day).pk if region else None
    return facts


def check_code(scheme: str, code: str, school: School | None = None) -> None:
    """Refused unless the code fits its scheme and no other school has or had it."""
    if scheme not in set(Scheme):
        raise Refused(
            say("“{word}” is not one of the words for this. Choose from the list.", word=scheme),
            field="scheme",
        )
    wrong = why_not_a_code(structure_of(Scheme(scheme)), code)
    if wrong is not None:
        raise Refused(wrong, field="code")
    holders = SchoolVersion.objects.filter(code=code, school__scheme=scheme)
    holder = (
        holders.exclude(school=school).order_by("-since").first()
        if school
        else holders.order_by("-since").first()
    )
    if holder is not None:
        raise Refused(code_taken(code, holder.name), field="code")


def code_taken(code: str, name: str) -> Sentence:
    return say(
        "School code {code} belongs to {name}. A code is never given to a second school: use another.",
        code=code,
        name=name,
    )


def check_stages(stages: tuple[str, ...]) -> None:
    for stage in stages:
        if stage not in set(Stage):
            raise Refused(
                say("“{word}” is not one of the words for this. Choose from the list.", word=stage),
                field="stages",
            )
