from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notices", "0002_done_by")]

    operations = [
        migrations.RemoveIndex(model_name="notice", name="notices_not_read"),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                fields=["account", "done_at", "read_at"],
                condition=models.Q(done_at__isnull=True, read_at__isnull=True),
                name="notices_unread",
            ),
        ),
    ]
