"""What a worker of the web server runs: the application, which begins to read ahead as soon as it is there."""

import gc
import sys
from contextlib import suppress
from threading import Thread

from django.conf import settings
from django.db import DatabaseError, connections

from lianmeng.config.wsgi import application
from lianmeng.web.warming import warm

__all__ = ["application"]

# The pages with the city's figures, as somebody who is not signed in sees them.
PAGES = ("", "balance/city/", "schools/", "schools/map/", "sign-in/")

EACH_OBJECTS = 20_000  # between two searches for garbage
# A thread that draws a page is left at it for so long: pages one after the other are ready sooner than side by side.
sys.setswitchinterval(0.05)


def read_ahead() -> None:
    addresses = [f"/{language}/{page}" for language, _ in settings.LANGUAGES for page in PAGES]
    with suppress(DatabaseError):  # no tables yet: whoever asks is told, and so is the watcher
        warm(application, addresses)
    connections.close_all()
    # What is there by now stays until the end: not to be searched for garbage with every few pages. A page makes
    # thousands of objects, of which hardly any is part of a circle.
    gc.collect()
    gc.freeze()
    gc.set_threshold(EACH_OBJECTS)


Thread(target=read_ahead, daemon=True).start()
