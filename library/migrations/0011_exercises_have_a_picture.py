"""An exercise that nobody has drawn may have a picture that an editor sent; its files are rows.

On the way back the pictures go, and every state of an exercise forgets its own: the release before knows no such key.
"""

from __future__ import annotations

from typing import Any

import django.utils.timezone
from django.db import migrations, models

KEYS = ("picture", "picture_alt")
STATES = {
    "Draft": ("document", "base"),
    "Preview": ("document",),
    "Revision": ("document",),
    "Seed": ("document",),
    "Waiting": ("release", "base"),
}


def forget_pictures(apps: Any, schema_editor: Any) -> None:
    """Take the picture out of every state that has one."""
    for model, columns in STATES.items():
        for column in columns:
            named = models.Q(**{f"{column}__has_any_keys": list(KEYS)})
            for row in apps.get_model("library", model).objects.filter(named, kind="exercise"):
                for key in KEYS:
                    getattr(row, column).pop(key, None)
                row.save(update_fields=[column])


class Migration(migrations.Migration):

    dependencies = [
        ("library", "0010_doses_have_limits"),
    ]

    operations = [
        migrations.AddField(
            model_name="exercise",
            name="picture",
            field=models.CharField(blank=True, db_index=True, help_text="A photo or a drawing. Where the exercise is drawn, the drawing is shown.", max_length=48),
        ),
        migrations.AddField(
            model_name="exercise",
            name="picture_alt",
            field=models.CharField(blank=True, help_text="In words, for readers who do not see it: how the body stands, and what moves.", max_length=240, verbose_name="what the picture shows"),
        ),
        migrations.CreateModel(
            name="PictureFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=48)),
                ("width", models.PositiveSmallIntegerField()),
                ("height", models.PositiveSmallIntegerField()),
                ("content", models.BinaryField()),
                ("kept_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=["name", "width"], name="picture_file_once")],
            },
        ),
        migrations.RunPython(migrations.RunPython.noop, forget_pictures),
    ]
