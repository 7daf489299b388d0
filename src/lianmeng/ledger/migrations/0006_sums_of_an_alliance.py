from django.db import migrations, models

_FIELDS = ["alliance", "giver", "receiver", "path", "unit", "month", "entries", "quantity", "minutes", "cost_yuan"]


class Migration(migrations.Migration):
    dependencies = [("ledger", "0005_sums_with_measures")]

    operations = [
        migrations.AddIndex(
            model_name="monthsum",
            index=models.Index(fields=_FIELDS, name="sums_of_an_alliance"),
        ),
    ]
