from typing import Any

from django.db import migrations


def without_title(kept: Any) -> Any:
    """A sentence that named an alliance by its title, which anybody may have written, names it by its number."""
    if not isinstance(kept, dict) or not isinstance(kept.get("values"), dict):
        return kept
    values = {name: without_title(value) for name, value in kept["values"].items() if name != "title"}
    text = "Alliance {number}: {step}" if "title" in kept["values"] else kept["say"]
    return {**kept, "say": text, "values": values}


def forget_titles(apps: Any, _: Any) -> None:
    for one in apps.get_model("notices", "Notice").objects.iterator(chunk_size=500):
        if (what := without_title(one.what)) != one.what:
            one.what = what
            one.save(update_fields=["what"])


class Migration(migrations.Migration):
    dependencies = [("notices", "0003_unread")]

    operations = [migrations.RunPython(forget_titles, migrations.RunPython.noop, elidable=True)]
