"""What the sign-in page offers beside the password."""

from dataclasses import dataclass

from django import template
from django.conf import settings
from django.urls import reverse

register = template.Library()


@dataclass(frozen=True, slots=True)
class Way:
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Ways:
    providers: list[Way]
    mail: bool
    demo: bool


@register.simple_tag
def sign_in_ways() -> Ways:
    apps = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    providers = [Way(app["name"], reverse("openid_connect_login", args=[app["provider_id"]])) for app in apps]
    return Ways(providers, bool(settings.EMAIL_HOST), settings.DEMO)
