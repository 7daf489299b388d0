from django.apps import AppConfig


class BalanceConfig(AppConfig):
    name = "lianmeng.balance"
