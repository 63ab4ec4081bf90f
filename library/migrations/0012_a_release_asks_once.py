"""What an editor decided about a release is put away, so that the next start of the site does not ask again.

The way back lets go of what is put away: the older release would show it as undecided.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations, models


def let_go(apps: Any, schema_editor: Any) -> None:
    """Nothing that is decided waits."""
    apps.get_model("library", "Waiting").objects.filter(is_put_away=True).delete()


class Migration(migrations.Migration):

    dependencies = [
        ('library', '0011_exercises_have_a_picture'),
    ]

    operations = [
        migrations.AddField(
            model_name='waiting',
            name='is_put_away',
            field=models.BooleanField(default=False),
        ),
        migrations.RunPython(migrations.RunPython.noop, let_go),
    ]
