"""Warning signs are one list; pages and places name them by their keys.

The way back writes the signs' words where pages name them: the release before would print the keys.
"""

from __future__ import annotations

import re
from typing import Any

from django.db import migrations, models

NAMED = re.compile(r"\[!([a-z0-9-]+)\]")


def write_words(apps: Any, schema_editor: Any) -> None:
    """Each key of a sign becomes its words, in the boxes of pages and places and in running text."""
    words = dict(apps.get_model("library", "WarningSign").objects.values_list("key", "text"))
    for article in apps.get_model("library", "Article").objects.iterator():
        article.stop_and_see = [words.get(key, key) for key in article.stop_and_see]
        article.body = NAMED.sub(lambda found: words.get(found[1], found[0]), article.body)
        article.save(update_fields=["stop_and_see", "body"])
    for area in apps.get_model("library", "Area").objects.iterator():
        area.rule_out = [words.get(key, key) for key in area.rule_out]
        area.save(update_fields=["rule_out"])


class Migration(migrations.Migration):

    dependencies = [
        ('library', '0002_an_area_leads_to_several_issues'),
    ]

    operations = [
        migrations.AlterField(
            model_name='article',
            name='stop_and_see',
            field=models.JSONField(blank=True, default=list, help_text='Signs of the list that this page prints in its box, each under its level. New ones are made in the list.', verbose_name='warning signs'),
        ),
        migrations.AlterField(
            model_name="area",
            name="rule_out",
            field=models.JSONField(
                "rule out first",
                default=list,
                blank=True,
                help_text="Signs of the list that this place prints in its box, each under its level. New ones are made in the list.",
            ),
        ),
        migrations.CreateModel(
            name='WarningSign',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(help_text='As printed by a page: [!four-steps].', max_length=60, unique=True)),
                ('position', models.PositiveSmallIntegerField(help_text='Its place in the list.')),
                ('level', models.CharField(choices=[('ambulance', 'Call an ambulance'), ('today', 'Get help today'), ('days', 'See somebody within days')], max_length=12, verbose_name='how soon')),
                ('heading', models.CharField(blank=True, help_text='Signs of one level stand together under it.', max_length=80)),
                ('text', models.TextField(help_text="Completes '… if': you cannot take four steps on it. No full stop.")),
                ('note', models.TextField(blank=True, help_text='One more sentence, printed in the whole list only.')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('level__in', ['ambulance', 'today', 'days'])), name='warning_sign_level', violation_error_message='Choose how soon from the list.')],
            },
        ),
        migrations.RunPython(migrations.RunPython.noop, write_words),
    ]
