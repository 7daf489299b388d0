from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('schools', '0001_initial'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='return',
            index=models.Index(fields=['year', 'entered_at', 'version'], name='versions_of_returns'),
        ),
    ]
