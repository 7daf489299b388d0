from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "lianmeng.documents"

    def ready(self) -> None:
        """What is forgotten at night has to be known."""
        from lianmeng.documents.actions import files  # noqa: F401
