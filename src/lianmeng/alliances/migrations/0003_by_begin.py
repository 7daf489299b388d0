from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("alliances", "0002_only_added")]

    operations = [
        migrations.AddIndex(
            model_name="alliance",
            index=models.Index(fields=["-begun_on", "-id"], name="alliances_by_begin"),
        ),
    ]
