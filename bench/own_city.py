"""A database of a bench's own: in a folder, or on a PostgreSQL server, that is thrown away afterwards."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager


@contextmanager
def own_city(*, postgresql: bool) -> Iterator[None]:
    """The settings read the environment, so nothing of Django may have been set up yet."""
    with ExitStack() as held:
        folder = held.enter_context(tempfile.TemporaryDirectory())
        os.environ.setdefault("LIANMENG_DATA_DIR", folder)
        os.environ["DJANGO_SETTINGS_MODULE"] = "lianmeng.config.settings"
        if postgresql:
            from tools import parts
            from tools.postgres import throwaway_server

            server = held.enter_context(throwaway_server(parts.postgresql_binaries()))
            os.environ["LIANMENG_DATABASE_URL"] = (
                f"{server.rpartition('/')[0]}/postgres"  # which every server has
            )
        yield
