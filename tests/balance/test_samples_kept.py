"""What the ring does not try: nobody changes a sample register, and a forged form deletes nothing."""

import pytest
from django.test import Client
from tests.balance.conftest import SMALL_COLUMNS

from lianmeng.balance.models import RegisterGroup


@pytest.mark.parametrize("place", ["columns", "delete"])
def test_nobody_changes_a_sample(place: str, stranger: Client, illustration: str) -> None:
    answer = stranger.post(f"/en/balance/{illustration}/{place}/", SMALL_COLUMNS)
    assert answer.status_code == 422
    assert "A sample register cannot be changed" in answer.content.decode()


def test_a_forged_form_is_refused(small: str, owner: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = owner.cookies
    answer = strict.post(f"/en/balance/{small}/delete/")
    assert answer.status_code == 403
    assert RegisterGroup.objects.exists()
