from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "lianmeng.people"

    def ready(self) -> None:
        from lianmeng.people import middleware  # noqa: F401 - the signals of signing in are heard from the start
