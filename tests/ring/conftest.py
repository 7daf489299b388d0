"""One world for the whole ring: made once, in a transaction that is taken back at the end."""

from __future__ import annotations

import importlib
import logging
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker
from tests import cast
from tests.ring.rule import EVERYBODY, Rule, World

RULES = Path(__file__).with_name("rules")


def rule_modules() -> list[ModuleType]:
    return [importlib.import_module(f"tests.ring.rules.{path.stem}") for path in sorted(RULES.glob("*.py"))]


def all_rules() -> dict[str, tuple[Rule, ...]]:
    """By the name of the address: one rule, or one for each of several things that stand behind it."""
    found = {name: rule for module in rule_modules() for name, rule in module.RULES.items()}
    return {name: (rule,) if isinstance(rule, Rule) else rule for name, rule in found.items()}


@pytest.fixture(scope="module")
def world(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    files = tmp_path_factory.mktemp("ring")
    logging.disable(
        logging.ERROR
    )  # a line for each refusal, of which there are thousands, tells nobody anything
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=files), transaction.atomic():
        world = World(cast.make(), files)
        for who in EVERYBODY:
            world.client(who)  # signed in here, so that no test's end takes the session back
        for module in rule_modules():
            if hasattr(module, "prepare"):
                module.prepare(world)
        yield world
        transaction.set_rollback(True)
    logging.disable(logging.NOTSET)
