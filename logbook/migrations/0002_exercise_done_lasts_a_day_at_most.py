"""An exercise lasts a day at most. Rows that the release of 22 November took, and that say more, say a day from here on:
too long still, so that whoever wrote it sees it and can put it right."""

from django.db import migrations, models


LONGEST_S = 86_400


def shorten_what_lasts_longer(apps, schema_editor):
    """Before the constraint comes: a database refuses it over a row that breaks it, and no upgrade or restore would end."""
    apps.get_model("logbook", "ExerciseDone").objects.filter(duration_s__gt=LONGEST_S).update(duration_s=LONGEST_S)


class Migration(migrations.Migration):

    dependencies = [
        ('library', '0001_start'),
        ('logbook', '0001_start'),
    ]

    operations = [
        migrations.RunPython(shorten_what_lasts_longer, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='exercisedone',
            constraint=models.CheckConstraint(condition=models.Q(('duration_s__isnull', True), ('duration_s__lte', 86400), _connector='OR'), name='exercise_done_duration', violation_error_message='An exercise lasts a day at most.'),
        ),
    ]
