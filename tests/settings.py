"""The settings of the tests: those of an installation, with its files kept apart from anybody's data."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# The settings read these when they are imported. LIANMENG_DATABASE_URL, where set, chooses the server.
os.environ["LIANMENG_DATA_DIR"] = str(ROOT / "var" / "tests")
os.environ.setdefault("LIANMENG_SECRET_KEY", "tests only")

from lianmeng.config.settings import *  # noqa: E402, F403

# Pages name their static files plainly: nothing has to be collected first.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405
