from django.apps import AppConfig


class SchoolsConfig(AppConfig):
    name = "lianmeng.schools"

    def ready(self) -> None:
        from lianmeng.audit.queries.names import name_places_by, widen_places_by
        from lianmeng.schools.queries.audited import names_today, places_within

        name_places_by(names_today)
        widen_places_by(places_within)
