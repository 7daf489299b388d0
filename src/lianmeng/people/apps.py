from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "lianmeng.people"

    def ready(self) -> None:
        from lianmeng.audit.queries.names import name_actors_by
        from lianmeng.people.actions import hearing  # noqa: F401 - it listens from the start
        from lianmeng.people.queries.accounts import names_of

        name_actors_by(names_of)
