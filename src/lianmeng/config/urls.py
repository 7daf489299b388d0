"""The root addresses: every page under its language, so that a link carries the language with it."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from lianmeng.web.health import health
from lianmeng.web.views import not_allowed, not_understood, to_language, went_wrong, wrong_address

handler400 = not_understood
handler403 = not_allowed
handler404 = wrong_address
handler500 = went_wrong

urlpatterns = [
    path("", to_language, name="root"),
    path("health/", health, name="health"),
    *i18n_patterns(
        path("", include("lianmeng.dashboards.urls")),
        path("", include("lianmeng.web.urls")),
        path("audit/", include("lianmeng.audit.urls")),
        path("balance/", include("lianmeng.balance.urls")),
        path("schools/", include("lianmeng.schools.urls")),
        path("standards/", include("lianmeng.standards.urls")),
        path("documents/", include("lianmeng.documents.urls")),
        path("imports/", include("lianmeng.imports.urls")),
        path("alliances/", include("lianmeng.alliances.urls")),
        path("ledger/", include("lianmeng.ledger.urls")),
        path("notices/", include("lianmeng.notices.urls")),
        path("", include("lianmeng.people.urls")),
    ),
]
