from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "lianmeng.imports"

    def ready(self) -> None:
        """The worker knows this kind of work."""
        from lianmeng.imports.actions import work  # noqa: F401
