from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notices", "0004_no_titles")]

    operations = [
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                fields=["account", "due", "-made_at", "-id"],
                condition=models.Q(done_at__isnull=True, asks=True),
                name="notices_asking",
            ),
        ),
    ]
