from django.db import migrations, models

_SUM_UP = """
INSERT INTO ledger_pathsum (month, path, unit, entries, quantity, minutes, cost_yuan)
SELECT month, path, unit, sum(entries), sum(quantity), sum(minutes), sum(cost_yuan)
FROM ledger_monthsum GROUP BY month, path, unit
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_only_added")]

    operations = [
        migrations.CreateModel(
            name="PathSum",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.DateField()),
                ("path", models.CharField(max_length=20)),
                ("unit", models.CharField(max_length=20)),
                ("entries", models.IntegerField(default=0)),
                ("quantity", models.DecimalField(decimal_places=2, default=0, max_digits=16)),
                ("minutes", models.BigIntegerField(default=0)),
                ("cost_yuan", models.DecimalField(decimal_places=2, default=0, max_digits=18)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("month", "path", "unit"), name="one_sum_a_path_and_month")
                ],
            },
        ),
        migrations.RunSQL(_SUM_UP, migrations.RunSQL.noop),
    ]
