from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0002_closing_date")]

    operations = [
        migrations.AddField("account", "record", models.CharField(blank=True, max_length=40)),
        migrations.AddConstraint(
            "account",
            models.UniqueConstraint(
                condition=models.Q(("record", ""), _negated=True), fields=("record",), name="one_account_a_record"
            ),
        ),
    ]
