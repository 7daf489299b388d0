from django.db import migrations

from lianmeng.database.adding import only_added


class Migration(migrations.Migration):
    """Say `only_added` again in a later migration that alters the table: SQLite makes it anew without its guard."""

    dependencies = [("alliances", "0001_initial")]

    operations = [only_added("alliances_signature"), only_added("alliances_lifestep")]
