from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0004_that_reverse")]

    operations = [
        migrations.RemoveIndex(model_name="monthsum", name="sums_of_a_giver"),
        migrations.AddIndex(
            model_name="monthsum",
            index=models.Index(
                fields=["giver", "month", "receiver", "entries", "minutes"], name="sums_of_a_giver"
            ),
        ),
    ]
