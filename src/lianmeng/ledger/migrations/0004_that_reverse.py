from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_path_sums")]

    operations = [
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                fields=["reverses"], condition=models.Q(reverses__isnull=False), name="entries_that_reverse"
            ),
        ),
    ]
