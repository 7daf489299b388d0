"""Twelve forms as data files; a thirteenth is a new file; a bad one is refused with a sentence."""

from pathlib import Path

import pytest

from lianmeng.alliances.queries.forms import SHIPPED, form_named, forms
from lianmeng.alliances.rules.form import Party, Pupils, why_not_parties, why_not_pupils
from lianmeng.core.refusal import Refused

CHAIN = (SHIPPED / "10-chain.toml").read_text("utf-8")
THIRTEENTH = CHAIN.replace('"chain"', '"club"').replace('"LS"', '"JL"')


def test_there_are_twelve_and_each_has_letters_of_its_own() -> None:
    assert len(forms()) == 12
    assert len({form.letters for form in forms()}) == 12
    for form in forms():
        assert all(form_named(other) for other in form.turns_into)


def test_a_thirteenth_form_is_a_new_file(tmp_path: Path) -> None:
    (tmp_path / "13-club.toml").write_text(THIRTEENTH, "utf-8")
    assert [form.code for form in forms(tmp_path)][12:] == ["club"]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (THIRTEENTH.partition("[[roles]]")[0], "the key “roles” is missing"),
        (THIRTEENTH.replace("least = 1", "", 1), "least” is missing"),
        (THIRTEENTH.replace('path = "group"', 'path = "gruop"'), "Known here: group"),
        (THIRTEENTH.replace('letters = "JL"', 'letters = "JX"'), "Two forms have the same letters"),
        (THIRTEENTH.replace("turns_into = [", 'turns_into = ["cub", '), "Known here: club"),
        (THIRTEENTH.replace('"club"', '"klub"'), "the name of the file"),
        (THIRTEENTH + "\nbrand = true\n", "is not a key of this place"),
        ("code = ", "not written as TOML"),
    ],
)
def test_a_bad_file_is_refused_with_a_sentence(tmp_path: Path, text: str, complaint: str) -> None:
    (tmp_path / "13-club.toml").write_text(text, "utf-8")
    with pytest.raises(Refused, match=complaint):
        forms(tmp_path)


def test_a_file_of_ones_own_takes_the_place_of_the_form_with_its_code_if_its_version_is_higher(
    tmp_path: Path,
) -> None:
    own = tmp_path / "10-chain.toml"
    own.write_text(
        CHAIN.replace("schools = 9", "schools = 12").replace("version = 1", "version = 2"), "utf-8"
    )
    assert len(forms(tmp_path)) == 12
    assert form_named("chain", tmp_path).most_schools == 12
    assert form_named("chain", tmp_path, version=1).most_schools == 9
    assert form_named("chain", tmp_path, version=7).most_schools == 12
    own.write_text(CHAIN, "utf-8")
    with pytest.raises(Refused, match="Version 1 of the form “chain” is there twice"):
        forms(tmp_path)


def parties(*roles: str, districts: str = "1") -> list[Party]:
    return [
        Party(role, f"s{at}", f"School {at}", districts[at % len(districts)]) for at, role in enumerate(roles)
    ]


@pytest.mark.parametrize(
    ("form", "who", "complaint"),
    [
        ("twinning", parties("lead"), "needs at least 1"),
        ("twinning", parties("lead", "partner", "partner"), "has room for 1"),
        ("twinning", parties("lead", "core"), "has no role"),
        ("twinning", parties("lead", "partner", districts="12"), "not paired"),
        ("school_district", parties("core", "member", districts="12"), "lie in one district"),
        ("merger", [Party("party", "x"), Party("party", "x")], "stands twice"),
        ("elite_group", parties("core", *["member"] * 9), "10 schools are more than the 9"),
    ],
)
def test_parties_that_the_form_does_not_allow(form: str, who: list[Party], complaint: str) -> None:
    assert complaint in str(why_not_parties(form_named(form), who))


def test_schools_of_paired_districts_may_twin() -> None:
    who = parties("lead", "partner", districts="12")
    assert why_not_parties(form_named("twinning"), who, [frozenset("12")]) is None


def test_too_many_pupils_for_a_group() -> None:
    def why_not(form: str, *pupils: int) -> str:
        known = tuple((f"School {at}", one) for at, one in enumerate(pupils))
        return str(why_not_pupils(form_named(form), Pupils(known, year=2026)) or "")

    assert why_not("elite_group", 14_000, 1_000) == ""
    assert why_not("elite_group", 14_000, 1_001) == (
        "15,001 pupils by the returns of 2026–27 are more than the 15,000 that “Elite group” allows: "
        "School 0 14,000, School 1 1,001."
    )
    assert why_not("twinning", 99_999) == ""


def test_every_form_that_makes_one_of_many_has_its_caps() -> None:
    capped = {form.code for form in forms() if (form.most_schools, form.most_pupils) == (9, 15_000)}
    assert {form.code for form in forms()} - capped == {
        "district_pair",
        "twinning",
        "leadership",
        "trusteeship",
    }
