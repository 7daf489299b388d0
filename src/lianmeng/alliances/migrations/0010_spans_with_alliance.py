from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("alliances", "0009_lapsed_parts")]

    operations = [
        migrations.RemoveIndex(model_name="span", name="spans_by_day"),
        migrations.AddIndex(
            model_name="span",
            index=models.Index(fields=["since", "until", "alliance"], name="spans_by_day"),
        ),
        migrations.AddIndex(
            model_name="span",
            index=models.Index(fields=["alliance", "since", "until"], name="spans_of_an_alliance"),
        ),
        migrations.AlterField(
            model_name="span",
            name="alliance",
            field=models.ForeignKey(
                db_index=False,
                on_delete=models.deletion.CASCADE,
                related_name="spans",
                to="alliances.alliance",
            ),
        ),
    ]
