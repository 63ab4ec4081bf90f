"""Chapters and issues get an entry each on the editor's desk: two views of the one table of articles."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("library", "0001_start")]

    operations = [
        migrations.CreateModel(
            name="Chapter",
            fields=[],
            options={"verbose_name": "chapter", "proxy": True, "indexes": [], "constraints": []},
            bases=("library.article",),
        ),
        migrations.CreateModel(
            name="Issue",
            fields=[],
            options={"verbose_name": "issue", "proxy": True, "indexes": [], "constraints": []},
            bases=("library.article",),
        ),
    ]
