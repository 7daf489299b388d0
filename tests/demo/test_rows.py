"""The made-up city: the same from the same seed, plausible, and with what a register must be able to show."""

from collections import Counter

from tests.cities import AREAS, small_rows

from lianmeng.cities.rules.city import demo_city
from lianmeng.cities.rules.plan import districts
from lianmeng.schools.vocabulary import (
    Degree,
    KeyLevel,
    Ownership,
    SchoolKind,
    Setting,
    Subject,
    Title,
    YearlyFigure,
)


def test_the_same_seed_makes_the_same_city() -> None:
    assert demo_city(7, schools=8, areas=AREAS) == demo_city(7, schools=8, areas=AREAS)
    assert demo_city(7, schools=8, areas=AREAS) != demo_city(8, schools=8, areas=AREAS)


def test_the_whole_city_has_the_size_that_is_promised() -> None:
    city = demo_city()
    open_schools = [one for one in city.schools if one.closed is None]
    assert 570 <= len(open_schools) <= 630
    assert 23_000 <= len(city.people) <= 27_000
    assert {one.district.id for one in open_schools} == {one.id for one in districts()}
    assert {one.year for one in city.returns} == {2014, 2015, 2016}
    assert {one.kind for one in city.successions} == {"merge", "split"}
    assert len({one.code for one in city.schools}) == len(city.schools)
    names = Counter(version.name for one in city.schools for version in one.versions)
    assert max(names.values()) == 1
    assert any(len(one.versions) > 1 for one in city.schools)
    missing = sum("not_sent" in one.values.values() for one in city.returns)
    assert 0 < missing < len(city.returns) / 5


def test_there_are_eleven_pairs_and_three_layers() -> None:
    pairs = Counter(one.pair for one in districts())
    assert len(pairs) == 11
    assert set(pairs.values()) == {2}
    assert {one.layer for one in districts()} == {1, 2, 3}


def test_every_word_is_a_word_of_the_register() -> None:
    city = small_rows()
    assert {one.kind for one in city.schools} <= set(SchoolKind)
    assert {one.setting for one in city.schools} <= set(Setting)
    assert {one.ownership for one in city.schools} <= set(Ownership)
    assert {one.degree for one in city.people} <= set(Degree)
    assert {one.title for one in city.people} <= set(Title)
    assert {one.key_level for one in city.people} <= set(KeyLevel)
    assert {post.subject for one in city.people for post in one.posts} <= set(Subject)
    assert {key for one in city.returns for key in one.values} <= set(YearlyFigure)


def test_nobody_is_in_two_places_and_nobody_teaches_in_a_closed_school() -> None:
    city = small_rows()
    closed = {one.id: one.closed for one in city.schools}
    for person in city.people:
        for one in person.posts:
            end = closed[one.school]
            assert end is None or (one.until is not None and one.until <= end)
        for one, after in zip(person.posts, person.posts[1:], strict=False):
            assert one.until is not None
            assert one.until <= after.since


def test_the_returns_count_the_staff() -> None:
    city = small_rows()
    counted = Counter(
        (post.school, post.stage)
        for one in city.people
        for post in one.posts
        if post.since.year <= 2016 and post.until is None
    )
    for one in city.returns:
        if one.year == 2016 and not isinstance(one.values["teachers"], str):
            assert one.values["teachers"] == counted[one.school, one.stage]
