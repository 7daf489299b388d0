"""The two standards that Lianmeng ships say what the documents say."""

from decimal import Decimal

import pytest

from lianmeng.core.language import CHINESE, ENGLISH
from lianmeng.core.refusal import Refused
from lianmeng.standards.queries import standard_named, standards
from lianmeng.standards.rules import Standard, indicator_named
from lianmeng.standards.vocabulary import Certainty, GroupRule, SchoolKind

QUALITY = standard_named("cn-2017")
BASIC = standard_named("cn-2012")


def asked(standard: Standard, stage: str) -> list[str]:
    return [str(measure.thresholds[stage].value) for measure in standard.measures]


def test_the_newest_standard_comes_first() -> None:
    assert [standard.code for standard in standards()] == ["cn-2017", "cn-2012"]


def test_the_thresholds_of_2017() -> None:
    assert asked(QUALITY, "primary") == ["4.2", "1", "0.9", "4.5", "7.5", "2000", "2.3"]
    assert asked(QUALITY, "junior") == ["5.3", "1", "0.9", "5.8", "10.2", "2500", "2.4"]


def test_the_limits_and_what_is_held_against_them() -> None:
    limits = {each.code: [str(stage.limit.value) for stage in each.stages.values()] for each in standards()}
    assert limits == {"cn-2017": ["0.50", "0.45"], "cn-2012": ["0.65", "0.55"]}
    assert QUALITY.group_test.judges is GroupRule.EACH
    assert BASIC.group_test.judges is GroupRule.MEAN


def test_the_rule_for_schools_in_words() -> None:
    said = "At least 6 of 7 reach the standard and the rest is not under 85% of it"
    assert str(QUALITY.school_rule) == said
    assert BASIC.school_rule is None


def test_how_sure_the_figures_are() -> None:
    first, *_, last = QUALITY.measures
    assert first.thresholds["primary"].certainty is Certainty.PRESS
    assert last.thresholds["primary"].certainty is Certainty.COPIES
    assert BASIC.stages["primary"].limit.certainty is Certainty.UNVERIFIED
    assert QUALITY.school_test is not None
    assert {source.code for source in QUALITY.school_test.reach.sources} == {"exam-notes", "city-system"}


def test_who_takes_no_part_in_2017() -> None:
    assert [(each.kind, each.under_pupils) for each in QUALITY.exclusions] == [
        (SchoolKind.SPECIAL, None),
        (SchoolKind.VOCATIONAL, None),
        (SchoolKind.TEACHING_POINT, 50),
        (None, 1),
    ]


def test_the_lists_share_the_definition_of_what_they_share() -> None:
    first = {measure.indicator.key: measure.indicator for measure in QUALITY.measures}
    shared = [measure.indicator for measure in BASIC.measures if measure.indicator.key in first]
    assert [each.key for each in shared] == [
        "teaching_rooms",
        "sports_area",
        "equipment_value",
        "teachers_above_degree",
    ]
    assert all(each is first[each.key] for each in shared)


def test_who_counts_depends_on_the_stage() -> None:
    degrees, key_teachers, _, rooms, *_ = (measure.indicator for measure in QUALITY.measures)
    counted = [degrees.counts_in(stage) for stage in QUALITY.stages]
    assert [words and words.zh for words in counted] == ["专科及以上学历", "本科及以上学历"]
    assert rooms.counts_in("junior") == rooms.counts["every"]
    assert key_teachers.counts_in("primary") is None


@pytest.mark.parametrize(
    "text", ["L2", " l2 ", "key_teachers", "骨干教师", "县级以上骨干教师", "Key teachers", "KEY TEACHERS"]
)
def test_an_indicator_is_found_by_any_of_its_names(text: str) -> None:
    found = indicator_named(text, QUALITY)
    assert found is not None
    assert found.code == "L2"


@pytest.mark.parametrize("text", ["", "L8", "教師", "Key teacher", "图书"])
def test_a_name_that_is_not_exact_finds_nothing(text: str) -> None:
    assert indicator_named(text, QUALITY) is None


def test_labels_speak_both_languages() -> None:
    label = QUALITY.measures[6].indicator.short
    assert [label.spoken(language) for language in (CHINESE, ENGLISH)] == ["多媒体教室", "Media rooms"]


def test_an_unknown_standard_is_refused_with_those_that_exist() -> None:
    with pytest.raises(Refused) as refused:
        standard_named("cn-2016")
    assert str(refused.value) == (
        "There is no standard “cn-2016”. These exist: cn-2017, cn-2012. Choose one of them."
    )
    assert refused.value.field == "standard"


def test_a_figure_is_kept_exactly_as_it_is_written() -> None:
    assert QUALITY.stages["junior"].limit.value == Decimal("0.45")
