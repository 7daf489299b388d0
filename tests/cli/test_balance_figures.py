"""`lianmeng balance` on real registers: the published figures come out, and the JSON has its fixed shape."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cli.conftest import SAMPLES, TAIWAN, Call

TEACHERS = ("--by", "縣市名稱", "--pupils", "學生人數", "--resource", "教師=男專任教師+女專任教師")
ILLUSTRATION = SAMPLES / "illustrative_county_primary.csv"
FIVE_SCHOOLS = "school,pupils,books\n一,45,279\n二,37,137\n三,89,935\n四,76,160\n五,55,402\n"
Write = Callable[..., Path]


def teachers_by_county(call: Call, *more: str) -> dict[str, dict[str, object]]:
    answer = call("balance", TAIWAN, *TEACHERS, *more, "--json")
    assert answer.status == 0, answer.error
    return {one["group"]: one for one in json.loads(answer.out)["groups"]}


def test_new_taipei_comes_out_as_published(call: Call) -> None:
    found = teachers_by_county(call)["新北市"]["resources"]["教師"]
    assert found["schools"] == 222
    assert found["mean"] == pytest.approx(0.074969, abs=5e-7)
    assert found["cv"] == pytest.approx(0.427951, abs=5e-7)


def test_taipei_comes_out_as_published(call: Call) -> None:
    assert teachers_by_county(call)["臺北市"]["resources"]["教師"]["cv"] == pytest.approx(0.232743, abs=5e-7)


def test_every_school_is_counted_in_or_left_out(call: Call) -> None:
    found = [one["resources"]["教師"] for one in teachers_by_county(call).values()]
    assert sum(one["schools"] + sum(one["left_out"].values()) for one in found) == 1642
    assert sum(one["left_out"]["no_pupils"] for one in found) == 6


def test_the_json_has_its_fixed_shape(call: Call) -> None:
    found = teachers_by_county(call)["宜蘭縣"]
    assert set(found) == {"group", "resources"}
    keys = {"schools", "left_out", "pupils", "mean", "cv", "gini", "theil"}
    assert set(found["resources"]["教師"]) == keys
    assert set(found["resources"]["教師"]["left_out"]) == {"no_pupils", "not_sent"}


def test_groups_come_worst_first(call: Call) -> None:
    coefficients = [one["resources"]["教師"]["cv"] for one in teachers_by_county(call).values()]
    assert coefficients == sorted(coefficients, reverse=True)


def test_five_schools_without_groups_are_weighted_by_pupils(call: Call, register: Write) -> None:
    answer = call("balance", register(FIVE_SCHOOLS), "--pupils", "pupils", "--resource", "books", "--json")
    found = json.loads(answer.out)["groups"][0]
    assert found["group"] == "all"
    assert found["resources"]["books"]["cv"] == pytest.approx(0.5153, abs=5e-5)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encodings_and_delimiters_give_the_same(
    call: Call, register: Write, encoding: str, delimiter: str
) -> None:
    path = register(FIVE_SCHOOLS.replace(",", delimiter).encode(encoding))
    answer = call("balance", path, "--pupils", "pupils", "--resource", "书=books", "--json")
    assert json.loads(answer.out)["groups"][0]["resources"]["书"]["cv"] == pytest.approx(0.51526, abs=5e-6)


def test_a_mark_of_absence_is_not_sent_and_never_zero(call: Call, register: Write) -> None:
    text = "d,p,t\nA,10,1\nA,–,2\nA,20,未报送\nA,0,3\nA,10,3\n,5,1\n"
    answer = call("balance", register(text), "--by", "d", "--pupils", "p", "--resource", "t", "--json")
    record = json.loads(answer.out)
    found = record["groups"][0]["resources"]["t"]
    assert found["left_out"] == {"no_pupils": 1, "not_sent": 2}
    assert (found["schools"], found["mean"], found["cv"]) == (2, 0.2, pytest.approx(0.5))
    assert record["left_out"] == {"no_group": 1}


def test_a_mean_of_zero_cannot_be_assessed(call: Call, register: Write) -> None:
    path = register("d,p,t\nA,10,0\nA,20,0\n")
    found = json.loads(call("balance", path, "--by", "d", "--pupils", "p", "--resource", "t", "--json").out)
    resource = found["groups"][0]["resources"]["t"]
    assert resource["cv"] is None
    assert resource["absent"] == "cannot_be_assessed"


def test_a_group_of_one_school_has_zero_with_a_note(call: Call, register: Write) -> None:
    path = register("d,p,t\nA,10,2\nB,10,1\nB,10,3\n")
    named = ("--by", "d", "--pupils", "p", "--resource", "t")
    found = {
        one["group"]: one["resources"]["t"]
        for one in json.loads(call("balance", path, *named, "--json").out)["groups"]
    }
    assert (found["A"]["cv"], found["A"]["note"]) == (0.0, "one_school")
    assert "One school only, so the coefficient is 0: A." in call("balance", path, *named).out


def test_the_standard_judges_its_own_indicators(call: Call) -> None:
    named = ("--by", "区（市）县", "--by", "年度", "--pupils", "学生数", "--kind", "办学类型")
    resources = ("--resource", "L2=县级以上骨干教师", "--resource", "L1=高于规定学历教师")
    standard = ("--standard", "cn-2017", "--stage", "primary")
    answer = call("balance", ILLUSTRATION, *named, *resources, *standard, "--json")
    last = next(one for one in json.loads(answer.out)["groups"] if one["group"].endswith("2025"))
    assert last["resources"]["L2"]["verdict"] == "over"
    assert last["resources"]["L1"]["verdict"] == "within"
    assert last["resources"]["L2"]["left_out"]["excluded"] == 1
    assert last["standard"] == {
        "code": "cn-2017", "version": 1, "stage": "primary", "verdict": "over", "within": 1, "of": 7, "composite": None
    }  # fmt: skip


def test_numbers_of_a_second_file_are_added_up_for_each_school(call: Call, register: Write) -> None:
    first = register("code,province,classes\nX,P,4\nY,P,2\nZ,P,1\n")
    second = register("code,grade,boys,girls\nX,1,10,10\nX,2,10,10\nY,1,5,\nQ,1,9,9\n", "grades.csv")
    named = ("--by", "province", "--with", second, "--key", "code", "--pupils", "boys+girls")
    found = json.loads(call("balance", first, *named, "--resource", "classes", "--json").out)["groups"][0]
    assert found["resources"]["classes"]["pupils"] == 40
    assert found["resources"]["classes"]["left_out"] == {"no_pupils": 0, "not_sent": 2}


def test_values_per_pupil_are_weighted_too(call: Call, register: Write) -> None:
    path = register("d,p,yuan\nA,10,100\nA,30,200\n")
    named = ("--by", "d", "--pupils", "p", "--per-pupil", "money=yuan", "--json")
    assert json.loads(call("balance", path, *named).out)["groups"][0]["resources"]["money"]["mean"] == 175


def test_the_table_says_what_was_left_out_and_why(call: Call) -> None:
    out = call("balance", TAIWAN, *TEACHERS, "--standard", "cn-2017", "--stage", "primary").out
    lines = out.splitlines()
    assert lines[3].startswith("南投縣")
    assert "▲ Over" in lines[3]
    assert "6 schools left out: they have no pupils." in lines
    assert any("for comparison only: 教師" in line for line in lines)


def test_the_composite_of_the_older_standard_needs_all_eight(call: Call) -> None:
    out = call("balance", TAIWAN, *TEACHERS, "--standard", "cn-2012", "--stage", "primary").out
    assert "no composite, 8 indicators are missing" in out


def test_each_reason_has_its_own_name(call: Call, register: Write) -> None:
    path = register("d,p,t\nA,0,1\nB,10,–\nC,10,0\n")
    groups = json.loads(call("balance", path, "--by", "d", "--pupils", "p", "--resource", "t", "--json").out)[
        "groups"
    ]
    found = {one["group"]: one["resources"]["t"] for one in groups}
    absent = {name: one["absent"] for name, one in found.items()}
    assert absent == {"A": "does_not_apply", "B": "not_sent", "C": "cannot_be_assessed"}
    assert (found["A"]["mean"], found["C"]["mean"]) == (None, 0.0)
