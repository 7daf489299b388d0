from typing import Any

from django.db import migrations, models
from django.utils import timezone


def count_from_today(apps: Any, schema_editor: Any) -> None:
    """When an account was closed is not known: its time begins now."""
    apps.get_model("people", "Account").objects.filter(is_active=False).update(closed_at=timezone.now())


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [
        migrations.AddField("account", "closed_at", models.DateTimeField(blank=True, null=True)),
        migrations.RunPython(count_from_today, migrations.RunPython.noop),
    ]
