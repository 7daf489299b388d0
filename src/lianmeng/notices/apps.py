from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "lianmeng.notices"

    def ready(self) -> None:
        """The frame of every page counts what was not read; retention forgets with the account."""
        from lianmeng.audit.actions import forgets
        from lianmeng.notices.actions.forgetting import forget_the_gone
        from lianmeng.notices.queries.inbox import unread_count
        from lianmeng.web.counting import count_at_way

        count_at_way("notices:inbox", unread_count)
        forgets("notices.Notice", forget_the_gone)
