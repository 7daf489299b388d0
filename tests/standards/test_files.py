"""A standard is a file: a third one needs no code, a malformed one is refused with its place."""

from collections.abc import Callable
from pathlib import Path

import pytest

from lianmeng.core.figures import Figure
from lianmeng.core.refusal import Refused
from lianmeng.standards.queries import SHIPPED, standard_named, standards
from lianmeng.standards.rules import group_verdict, indicator_named, school_verdict
from lianmeng.standards.vocabulary import LimitState, SchoolState

THIRD = """\
code = "senior-2030"
version = 1
year = 2030
label = { zh = "高中标准", en = "Senior schools" }
document = { zh = "试行办法", en = "Trial measures", sources = [] }

[stages.senior]
label = { zh = "高中", en = "Senior" }
limit = { at_most = 0.40, sources = [] }

[group_rule]
judges = "each"
decimals = 2
sources = []

[school_rule]
reach = { at_least = 1, sources = ["draft"] }

[[measures]]
code = "S1"
indicator = "key_teachers"
thresholds.senior = { at_least = 2, sources = ["draft"] }

[[measures]]
code = "S2"
indicator = "laboratories"
thresholds.senior = { at_least = 0.5, sources = ["draft"] }

[indicators.laboratories]
label = { zh = "实验室", en = "Laboratories" }
short = { zh = "实验室", en = "Labs" }
unit = { zh = "间/百名学生", en = "per 100 pupils" }
numerator = { zh = "实验室间数", en = "laboratories" }
denominator = "pupils"
per = 100
decimals = 2
sources = ["draft"]

[sources.draft]
title = { zh = "征求意见稿", en = "Draft for comment" }
grade = "A"
"""

Writer = Callable[[str | bytes], Path]


@pytest.fixture
def folder_with(tmp_path: Path) -> Writer:
    def write(content: str | bytes) -> Path:
        encoded = content.encode() if isinstance(content, str) else content
        (tmp_path / "senior-2030.toml").write_bytes(encoded)
        return tmp_path

    return write


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_third_standard_is_a_new_file_and_no_code(folder_with: Writer, mark: str) -> None:
    folder = folder_with(mark + THIRD)
    assert [each.code for each in standards(folder)] == ["senior-2030", "cn-2017", "cn-2012"]
    standard = standard_named("senior-2030", folder)
    laboratories = indicator_named("labs", standard)
    assert laboratories is not None
    assert str(standard.school_rule) == "At least 1 of 2 reach the standard"
    values = {"laboratories": Figure.of(0.5)}
    school = school_verdict(standard, "senior", values=values, pupils=Figure.of(80))
    assert (school.state, school.reached) == (SchoolState.MEETS, 1)
    district = group_verdict(standard, "senior", coefficients={"laboratories": Figure.of(0.41)})
    assert district.state is LimitState.OVER


def test_the_shipped_standards_do_not_see_it(folder_with: Writer) -> None:
    folder_with(THIRD)
    assert [each.code for each in standards()] == ["cn-2017", "cn-2012"]


LIMIT = "limit = { at_most = 0.40, sources = [] }"
REACH = 'reach = { at_least = 1, sources = ["draft"] }'
SECOND = 'indicator = "laboratories"'


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("version = 1\n", "", "the key “version” is missing. Add it."),
        ("version = 1", 'version = "one"', "“version” should be a whole number from 1 to 999. Correct it."),
        ("version = 1", "version = true", "“version” should be a whole number from 1 to 999"),
        ("year = 2030", "year = 30", "“year” should be a whole number from 1900 to 2999"),
        ('zh = "高中标准"', 'zh = " "', "“label.zh” should be a text in quotation marks, not empty"),
        ('zh = "高中标准", ', "", "the key “label.zh” is missing"),
        ("label = { zh", "lable = { zh", "the key “label” is missing"),
        ("year = 2030", "year = 2030\nyera = 1", "“yera” is not a key of this place. Known here: year, "),
        (LIMIT, "limit = 0.40", "“stages.senior.limit” should be a table with keys of its own"),
        (LIMIT, LIMIT.replace("0.40", "-1"), "“stages.senior.limit.at_most” should be a number above 0"),
        (LIMIT, LIMIT.replace("0.40", "nan"), "should be a number above 0 with at most 12 digits"),
        (LIMIT, LIMIT.replace("0.40", "inf"), "should be a number above 0 with at most 12 digits"),
        (LIMIT, LIMIT.replace("0.40", "1e999999"), "should be a number above 0 with at most 12 digits"),
        (LIMIT, LIMIT.replace("0.40", "0.4000000000001"), "should be a number above 0 with at most 12"),
        (LIMIT, LIMIT.replace("[]", '["darft"]'), "says “darft”. Known here: draft. Choose one of them."),
        (LIMIT, LIMIT.replace("[]", '"draft"'), "“stages.senior.limit.sources” should be a list"),
        ("at_most", "atmost", "the key “stages.senior.limit.at_most” is missing"),
        ("[stages.senior]", "[stages]", "“stages.label.label” is"),
        ('judges = "each"', 'judges = "all"', "“group_rule.judges” says “all”. Known here: each, mean."),
        (REACH, REACH.replace("1", "3"), "“school_rule.reach.at_least” should be a whole number from 1 to 2"),
        (REACH, REACH.replace("1", "1.5"), "“school_rule.reach.at_least” should be a whole number from 1"),
        (REACH, REACH + "\nfloor_percent = { at_least = 101, sources = [] }", "a percentage, at most 100"),
        ('code = "S1"\n', "", "the key “measures[1].code” is missing"),
        ('code = "S2"', 'code = "s1"', "two of the “measures” are called “s1”"),
        (SECOND, 'indicator = "key_teachers"', "two of the “measures” are called “key_teachers”"),
        (SECOND, 'indicator = "laboratory"', "says “laboratory”. Known here: laboratories, books, computers"),
        (
            "thresholds.senior = { at_least = 0.5",
            "thresholds.junior = { at_least = 0.5",
            "“measures[2].thres",
        ),
        ("thresholds.senior = { at_least = 2, s", "other = { s", "“measures[1].other” is not a key"),
        ("[indicators.laboratories]", "[indicators.books]", "“indicators.books” exists already"),
        ('denominator = "pupils"', 'denominator = "classes"', "says “classes”. Known here: pupils."),
        ('grade = "A"', 'grade = "D"', "“sources.draft.grade” says “D”. Known here: A, B, C, K."),
        ('code = "senior-2030"', 'code = "senior"', "“code” should be the name of the file, senior-2030."),
        (
            "[sources.draft]",
            '[[exclusions]]\ncode = "x"\n[sources.draft]',
            "the key “exclusions[1].kind” is miss",
        ),
        (
            "[sources.draft]",
            'exclusions = "x"\n[sources.draft]',
            "“indicators.laboratories.exclusions” is not",
        ),
        (
            "year = 2030",
            "year = 2030\nexclusions = [1]",
            "“exclusions” should be a table with keys of its own",
        ),
    ],
)
def test_a_malformed_key_is_refused(folder_with: Writer, old: str, new: str, said: str) -> None:
    assert old in THIRD
    refused = refusal_of(folder_with(THIRD.replace(old, new, 1)))
    assert refused.startswith("senior-2030.toml: ")
    assert said in refused


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "senior-2030.toml: the key “code” is missing. Add it."),
        ("code = \n", "senior-2030.toml, line 1: this is not written as TOML."),
        (THIRD + "\n[open", "senior-2030.toml, line 43: this is not written as TOML."),
        (THIRD + "\nyear = 2", "is not a key"),
        ("year = 1\nyear = 2\n", "senior-2030.toml, line 2: this is not written as TOML."),
        ("a = " + "[" * 5000, "senior-2030.toml: this is not written as TOML."),
        ("a = " + "9" * 5000, "senior-2030.toml: this is not written as TOML."),
        ("code = 高中".encode("gb18030"), "senior-2030.toml: this is not a text in UTF-8. Save it as UTF-8."),
        (b"%PDF-1.7 \x00\xff\xfe", "this is not a text in UTF-8."),
    ],
)
def test_a_file_that_is_no_standard_is_refused(folder_with: Writer, content: str | bytes, said: str) -> None:
    assert said in refusal_of(folder_with(content))


def test_an_empty_list_of_measures_is_refused(folder_with: Writer) -> None:
    start, rest = THIRD.split("[[measures]]", 1)
    refused = refusal_of(folder_with(start + rest[rest.index("[indicators") :]))
    assert refused == "senior-2030.toml: the key “measures” is missing. Add it."


def test_a_folder_in_place_of_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "senior-2030.toml").mkdir()
    assert refusal_of(tmp_path).startswith("senior-2030.toml: this file cannot be opened.")


def test_a_code_that_exists_already_is_refused(tmp_path: Path) -> None:
    (tmp_path / "cn-2017.toml").write_bytes((SHIPPED / "cn-2017.toml").read_bytes())
    assert refusal_of(tmp_path) == (
        "cn-2017.toml: the standard “cn-2017” exists already. Choose another code."
    )


def test_a_path_that_is_no_folder_is_refused(tmp_path: Path) -> None:
    missing = tmp_path / "none"
    assert refusal_of(missing) == f"{missing}: this is not a folder. Name a folder with standard files."


def refusal_of(folder: Path) -> str:
    with pytest.raises(Refused) as refused:
        standards(folder)
    return str(refused.value)
