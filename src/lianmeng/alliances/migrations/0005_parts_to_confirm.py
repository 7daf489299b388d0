from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("alliances", "0004_evidence")]

    operations = [
        migrations.AddIndex(
            model_name="part",
            index=models.Index(
                fields=["party"], condition=models.Q(confirmed_at__isnull=True), name="parts_to_confirm"
            ),
        ),
    ]
