"""Fields are called by words that an editor understands. No table changes: names of fields stand in no column."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('library', '0012_a_release_asks_once'),
    ]

    operations = [
        migrations.AlterField(
            model_name='area',
            name='code',
            field=models.SlugField(help_text='Logs keep it: it stays as it is once it is published.', max_length=40, unique=True, verbose_name='short name'),
        ),
        migrations.AlterField(
            model_name='area',
            name='label',
            field=models.CharField(max_length=80, verbose_name='name'),
        ),
        migrations.AlterField(
            model_name='area',
            name='position',
            field=models.PositiveSmallIntegerField(help_text='Its place in the list.', verbose_name='order'),
        ),
        migrations.AlterField(
            model_name='source',
            name='citation',
            field=models.CharField(help_text='Exactly as in the list of references (docs/references.md).', max_length=200, verbose_name='full reference'),
        ),
        migrations.AlterField(
            model_name='source',
            name='key',
            field=models.SlugField(help_text='As a text cites it: radford-2006 in [@radford-2006]. It stays as it is once it is published.', max_length=60, unique=True, verbose_name='short name in the text'),
        ),
        migrations.AlterField(
            model_name='source',
            name='short',
            field=models.CharField(help_text='Beside a claim: Radford 2006.', max_length=80, verbose_name='shown to readers as'),
        ),
        migrations.AlterField(
            model_name='source',
            name='supports',
            field=models.TextField(help_text='Here, in our words.', verbose_name='what it is used for'),
        ),
        migrations.AlterField(
            model_name='synonym',
            name='means',
            field=models.CharField(max_length=80, unique=True, verbose_name='what our pages call it'),
        ),
        migrations.AlterField(
            model_name='synonym',
            name='words',
            field=models.JSONField(default=list, help_text='One on a line.', verbose_name='words that readers use'),
        ),
        migrations.AlterField(
            model_name='term',
            name='plain',
            field=models.CharField(help_text='The everyday words for it.', max_length=160, verbose_name='in plain words'),
        ),
        migrations.AlterField(
            model_name='term',
            name='see',
            field=models.CharField(blank=True, max_length=120, verbose_name='where to read on'),
        ),
        migrations.AlterField(
            model_name='term',
            name='text',
            field=models.TextField(blank=True, verbose_name='explanation'),
        ),
        migrations.AlterField(
            model_name='variation',
            name='direction',
            field=models.CharField(choices=[('easier', 'Easier'), ('harder', 'Harder')], max_length=8, verbose_name='easier or harder'),
        ),
        migrations.AlterField(
            model_name='warningsign',
            name='key',
            field=models.SlugField(help_text='As a text prints it: four-steps in [!four-steps]. It stays as it is once it is published.', max_length=60, unique=True, verbose_name='short name in the text'),
        ),
        migrations.AlterField(
            model_name='warningsign',
            name='position',
            field=models.PositiveSmallIntegerField(help_text='Its place in the list.', verbose_name='order'),
        ),
    ]
