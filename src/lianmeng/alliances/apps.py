from django.apps import AppConfig


class AlliancesConfig(AppConfig):
    name = "lianmeng.alliances"

    def ready(self) -> None:
        """The register tells of schools that end: who follows has to be known."""
        from lianmeng.alliances.actions import members  # noqa: F401
