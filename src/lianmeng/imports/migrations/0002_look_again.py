"""Rows are staged in another form now. What waits to be applied is read again, by the columns that were named."""

from typing import Any

from django.db import migrations


def look_again(apps: Any, editor: Any) -> None:
    table = apps.get_model("imports", "Import")
    table.objects.filter(state="previewed").update(state="uploaded", counts={}, staged="")


class Migration(migrations.Migration):
    dependencies = [("imports", "0001_initial")]
    operations = [migrations.RunPython(look_again, migrations.RunPython.noop)]
