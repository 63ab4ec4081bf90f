"""A problem says what to do first, case by case; empty where nobody has written it."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('library', '0013_fields_are_named_in_plain_words'),
    ]

    operations = [
        migrations.AddField(
            model_name='article',
            name='begin_with',
            field=models.JSONField(blank=True, default=list, help_text='A case on a line, and where it leads: Both kinds: [Heel-raise hold](exercise:heel-raise-hold). Exercises and a routine start guided from here; another page is opened.', verbose_name='what to do first'),
        ),
    ]
