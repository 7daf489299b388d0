from typing import Any

from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def take_the_giver(apps: Any, editor: Any) -> None:
    """Who recorded what was booked before is not known here; the giver was asked until now."""
    trace, entry = apps.get_model("ledger", "Trace"), apps.get_model("ledger", "Entry")
    giver = entry.objects.filter(pk=OuterRef("entry")).values("giver")[:1]
    trace.objects.update(author=Subquery(giver))


class Migration(migrations.Migration):
    dependencies = [("ledger", "0006_sums_of_an_alliance")]

    operations = [
        migrations.AddField(
            model_name="trace",
            name="author",
            field=models.CharField(default="", max_length=40),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="trace",
            name="digest",
            field=models.CharField(max_length=64),
        ),
        migrations.AddIndex(
            model_name="trace",
            index=models.Index(fields=["digest", "author"], name="traces_alike"),
        ),
        migrations.RunPython(take_the_giver, migrations.RunPython.noop, elidable=True),
    ]
