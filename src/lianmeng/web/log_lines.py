"""The log: one line of JSON for each happening, without personal data.

A message keeps its own words; what was filled into it may be an address or a text that somebody typed, so it stays
out unless it comes from the program itself. Of a request only the method, the view and the status are told; of a
failure the kind and where in the program, never its text.
"""

from __future__ import annotations

import json
import logging
import traceback
from datetime import UTC, datetime

_OWN = "lianmeng"


class Line(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage() if record.name.startswith(_OWN) else str(record.msg),
        }
        request = getattr(record, "request", None)
        if request is not None:
            match = getattr(request, "resolver_match", None)
            told["method"] = getattr(request, "method", "")
            told["view"] = match.view_name if match else ""
        if status := getattr(record, "status_code", None):
            told["status"] = status
        if record.exc_info and record.exc_info[0]:
            told["failure"] = record.exc_info[0].__name__
            frames = traceback.extract_tb(record.exc_info[2])
            told["where"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames[-12:]]
        return json.dumps(told, ensure_ascii=False)
