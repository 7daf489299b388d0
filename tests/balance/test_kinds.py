"""Which kind of school a register's words mean."""

from __future__ import annotations

import pytest

from lianmeng.balance.vocabulary import kind_of
from lianmeng.standards.vocabulary import SchoolKind


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("Special (with post-16 provision)", SchoolKind.SPECIAL),
        ("Special", SchoolKind.SPECIAL),
        ("市特殊教育学校", SchoolKind.SPECIAL),
        ("Specialist college", SchoolKind.ORDINARY),
        ("Nursery, Infants & Juniors", SchoolKind.ORDINARY),
        ("村教学点", SchoolKind.TEACHING_POINT),
    ],
)
def test_a_part_of_a_cell_is_enough_but_not_a_part_of_a_word(cell: str, kind: SchoolKind) -> None:
    assert kind_of(cell) is kind
