"""What the server runs."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianmeng.config.settings")
application = get_wsgi_application()

from lianmeng.people.queries.safety import refuse_unsafe_start  # noqa: E402 - needs the settings

refuse_unsafe_start()
