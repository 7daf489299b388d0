from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "lianmeng.people"

    def ready(self) -> None:
        from lianmeng.audit.actions import before_erasing, forgets
        from lianmeng.audit.queries.names import name_actors_by
        from lianmeng.people.actions import hearing  # noqa: F401 - it listens from the start
        from lianmeng.people.actions.erasing import close_for_good
        from lianmeng.people.actions.security import forget_old_events
        from lianmeng.people.queries.accounts import names_of

        name_actors_by(names_of)
        before_erasing(close_for_good)
        forgets("people.SecurityEvent", forget_old_events)
