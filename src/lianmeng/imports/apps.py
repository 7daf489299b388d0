from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "lianmeng.imports"

    def ready(self) -> None:
        """The worker knows this kind of work, and retention takes old files away."""
        from lianmeng.audit.actions import forgets
        from lianmeng.imports.actions import work  # noqa: F401
        from lianmeng.imports.actions.files import forget_old

        forgets("imports.Import", forget_old)
