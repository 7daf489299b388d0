"""`lianmeng security-administrator`: the first account of an installation, from which all others come."""

import click

from lianmeng.cli.serve import prepare
from lianmeng.cli.terminal import LANGUAGE, told
from lianmeng.core.sentences import say


@click.command(
    "security-administrator",
    help=told(
        say(
            "Make the account of a security administrator, who makes all others, and print the one-time link "
            "by which its person sets the password."
        )
    ),
)
@click.argument("username")
@click.argument("name")
def security_administrator(username: str, name: str) -> None:
    prepare()
    from django.urls import reverse
    from django.utils import timezone, translation

    from lianmeng.core.actors import OPERATOR
    from lianmeng.core.roles import CITY, Role
    from lianmeng.people.actions.accounts import Particulars, create_account
    from lianmeng.people.actions.links import one_time_key
    from lianmeng.people.rules.policy import policy

    account = create_account(
        Particulars(username, name),
        Role.SECURITY_ADMINISTRATOR,
        CITY,
        since=timezone.localdate(),
        by=OPERATOR,
    )
    with translation.override(LANGUAGE):
        address = reverse("account_reset_password_from_key", args=one_time_key(account))
    click.echo(
        told(
            say(
                "{name} is security administrator. The password is set once within {days} days "
                "at this address of the site:",
                name=name,
                days=policy().invitation_days,
            )
        )
    )
    click.echo(address)
