from django.apps import AppConfig


class AlliancesConfig(AppConfig):
    name = "lianmeng.alliances"

    def ready(self) -> None:
        """The register tells of schools that end, and shows our part of a school: both have to be known."""
        from lianmeng.alliances.actions import members  # noqa: F401
        from lianmeng.alliances.queries import of_school  # noqa: F401
