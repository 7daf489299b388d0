from django.apps import AppConfig


class BalanceConfig(AppConfig):
    name = "lianmeng.balance"

    def ready(self) -> None:
        from lianmeng.audit.actions import forgets
        from lianmeng.balance.actions.registers import forget_old_registers

        forgets("balance.Register", forget_old_registers)
