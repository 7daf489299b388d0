"""`lianmeng notices`: the daily digest by mail."""

import click

from lianmeng.cli.site import needs_the_site
from lianmeng.cli.terminal import told
from lianmeng.core.sentences import say


@click.group("notices", help=told(say("What people are told.")))
def notices() -> None:
    pass


@notices.command("mail", help=told(say("Mail each person what is new in the inbox, in one message.")))
@needs_the_site
def mail() -> int:
    from lianmeng.notices.actions.mailing import mail_notices

    count = mail_notices()
    if count is None:
        click.echo(told(say("No mail server is set (LIANMENG_MAIL_URL): notices stay in the inboxes.")))
    else:
        click.echo(told(say("People written to: {count}.", count=count)))
    return 0
