"""Whoever asks first after a start should not wait longer than the others: what every page needs is read ahead."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from wsgiref.util import setup_testing_defaults

from django.apps import apps
from django.conf import settings
from django.template.loader import get_template

if TYPE_CHECKING:
    from django.core.handlers.wsgi import WSGIHandler

OWN = "lianmeng."


def warm(application: WSGIHandler, addresses: Iterable[str]) -> None:
    """Prepares our templates, and asks for the pages as somebody who is not signed in, so that nothing is read that
    is not for everybody. A page that cannot be drawn is told in the log, as for any reader."""
    for name in own_templates():
        get_template(name)
    for address in addresses:
        _ask(application, address)


def own_templates() -> list[str]:
    own = [Path(app.path) / "templates" for app in apps.get_app_configs() if app.name.startswith(OWN)]
    return [str(path.relative_to(folder)) for folder in own for path in sorted(folder.rglob("*.html"))]


def _ask(application: WSGIHandler, address: str) -> None:
    environ: dict[str, Any] = {"PATH_INFO": address, "SERVER_NAME": _own_host(), "wsgi.input": BytesIO()}
    setup_testing_defaults(environ)
    environ["HTTP_HOST"] = _own_host()
    answer = application(environ, lambda *_: lambda _: None)
    b"".join(answer)
    answer.close()


def _own_host() -> str:
    """A name by which this site lets itself be asked."""
    return next((one.lstrip(".") for one in settings.ALLOWED_HOSTS if one != "*"), "localhost")
