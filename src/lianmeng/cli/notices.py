"""`lianmeng notices`: reminders of days that come, and the daily digest by mail."""

import click

from lianmeng.cli.site import needs_the_site
from lianmeng.cli.terminal import REFUSED, told
from lianmeng.core.sentences import say


@click.group("notices", help=told(say("What people are told.")))
def notices() -> None:
    pass


@notices.command(
    "mail",
    help=told(
        say("Remind of days that come, then mail each person what is new in the inbox, in one message.")
    ),
)
@needs_the_site
def mail() -> int:
    from django.utils.timezone import localdate

    from lianmeng.alliances.actions.looking import look_at_assessments
    from lianmeng.alliances.actions.reminding import remind_of_days
    from lianmeng.core.actors import OPERATOR
    from lianmeng.notices.actions.mailing import mail_notices

    looked = look_at_assessments(by=OPERATOR)
    click.echo(told(say("Questions put to schools: {count}.", count=looked.asked)))
    if looked.failed:
        failed = say(
            "Alliances that could not be looked at, see the log: {names}.", names=", ".join(looked.failed)
        )
        click.echo(told(failed), err=True)
    click.echo(told(say("Reminders: {count}.", count=remind_of_days(localdate(), by=OPERATOR))))
    count = mail_notices(by=OPERATOR)
    if count is None:
        click.echo(told(say("No mail server is set (LIANMENG_MAIL_URL): notices stay in the inboxes.")))
    else:
        click.echo(told(say("People written to: {count}.", count=count)))
    return REFUSED if looked.failed else 0
