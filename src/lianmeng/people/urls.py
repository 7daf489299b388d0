"""Accounts and roles under `people/`, and the doors of django-allauth: those that are used, and no other.

The names of allauth's addresses have no namespace, because allauth asks for them so.
"""

from allauth.account import views as account
from allauth.mfa.base import views as second_step
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.socialaccount import views as social
from django.contrib.auth.decorators import login_required
from django.urls import include, path, re_path

from lianmeng.people.views import accounts, demo, log, own, people, provider, roles
from lianmeng.people.views.doors import form, page
from lianmeng.people.views.second_step import switch_on

_people = [
    path("", people.people, name="people"),
    path("new/", accounts.new, name="new"),
    path("me/", own.account, name="account"),
    path("me/sessions/", own.sessions, name="sessions"),
    path("log/", log.log, name="log"),
    path("demo/", demo.cast, name="demo"),
    path("demo/<slug:key>/", demo.enter, name="enter"),
    path("<slug:account_id>/", people.person, name="person"),
    path("<slug:account_id>/change/", accounts.alter, name="change"),
    path("<slug:account_id>/close/", accounts.close, name="close"),
    path("<slug:account_id>/open/", accounts.reopen, name="reopen"),
    path("<slug:account_id>/link/", accounts.link, name="link"),
    path("<slug:account_id>/role/", roles.give, name="give"),
    path("<slug:account_id>/role/<slug:role_id>/end/", roles.end, name="end"),
]
urlpatterns = [
    path("people/", include((_people, "people"))),
    path("sign-in/", form(account.login), name="account_login"),
    path("sign-out/", form(account.logout), name="account_logout"),
    path("sign-in/closed/", page(account.account_inactive), name="account_inactive"),
    path("sign-in/again/", form(account.reauthenticate), name="account_reauthenticate"),
    path("sign-in/code/", form(second_step.authenticate), name="mfa_authenticate"),
    path("sign-in/code/again/", form(second_step.reauthenticate), name="mfa_reauthenticate"),
    path("password/", form(account.password_change), name="account_change_password"),
    path("password/set/", form(account.password_set), name="account_set_password"),
    path("password/forgotten/", form(account.password_reset), name="account_reset_password"),
    path("password/forgotten/sent/", page(account.password_reset_done), name="account_reset_password_done"),
    re_path(
        r"^password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[0-9A-Za-z-]+)/$",
        form(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "password/new/done/",
        page(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    path("second-step/", page(second_step.index), name="mfa_index"),
    path("second-step/on/", form(switch_on), name="mfa_activate_totp"),
    path("second-step/off/", form(login_required(totp.deactivate_totp)), name="mfa_deactivate_totp"),
    path("second-step/codes/", page(recovery.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "second-step/codes/new/",
        form(login_required(recovery.generate_recovery_codes)),
        name="mfa_generate_recovery_codes",
    ),
    path("provider/cancelled/", page(social.login_cancelled), name="socialaccount_login_cancelled"),
    path("provider/<slug:provider_id>/", provider.login, name="openid_connect_login"),
    path("provider/<slug:provider_id>/back/", provider.callback, name="openid_connect_callback"),
]
