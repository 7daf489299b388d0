"""The words of the register say what their kind means, however alike they are kept."""

from lianmeng.schools.vocabulary import Audience, KeyLevel, Labelled, Ownership, RegionKind, Title


def test_words_that_are_kept_alike_have_labels_of_their_own() -> None:
    alike: list[tuple[Labelled, Labelled]] = [
        (Ownership.PUBLIC, Audience.PUBLIC),
        (RegionKind.CITY, KeyLevel.CITY),
        (RegionKind.DISTRICT, Audience.DISTRICT),
        (KeyLevel.NONE, Title.NONE),
    ]
    for one, other in alike:
        assert one == other
        assert one.label != other.label


def test_every_word_has_a_label() -> None:
    assert all(word.label for kind in Labelled.__subclasses__() for word in kind)
