"""Sessions in the database, as Django keeps them; every page reads one, so its question is prepared."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.sessions.backends import db
from django.db.models import QuerySet
from django.utils import timezone

from lianmeng.database.prepared import Prepared


def _kept(key: str, now: datetime) -> QuerySet[Any, Any]:
    sessions = db.SessionStore.get_model_class().objects
    return sessions.filter(session_key=key, expire_date__gt=now).values_list("session_data")


_KEPT = Prepared(_kept)


class SessionStore(db.SessionStore):
    def load(self) -> dict[str, Any]:
        found = _KEPT.rows(self.session_key, timezone.now()) if self.session_key else []
        if not found:
            self._session_key = None
            return {}
        return self.decode(found[0][0])
