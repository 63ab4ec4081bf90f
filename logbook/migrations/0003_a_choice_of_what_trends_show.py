"""What a runner chose to look at on trends is a row of theirs: how far back, which places, since when, what counts as bad."""

import datetime
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('logbook', '0002_exercise_done_lasts_a_day_at_most'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='TrendsChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('weeks', models.CharField(choices=[('4', '4 weeks'), ('12', '12 weeks'), ('26', '26 weeks'), ('52', '52 weeks'), ('all', 'All')], default='12', max_length=3)),
                ('places', models.JSONField(blank=True, default=list)),
                ('since_day', models.DateField(blank=True, null=True)),
                ('since_routine', models.CharField(blank=True, max_length=120)),
                ('since_stage', models.CharField(blank=True, max_length=80)),
                ('bad_from', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('runner', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='trends_choices', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('runner',), name='trends_choice_once', violation_error_message='You have chosen what trends show already.'), models.CheckConstraint(condition=models.Q(('since_day__gte', datetime.date(2000, 1, 1))), name='trends_choice_since_day', violation_error_message='Choose a day from 2000 on.'), models.CheckConstraint(condition=models.Q(('weeks__in', ['4', '12', '26', '52', 'all'])), name='trends_choice_weeks', violation_error_message='Choose 4, 12, 26 or 52 weeks, or all.'), models.CheckConstraint(condition=models.Q(('bad_from__isnull', True), models.Q(('bad_from__gte', 1), ('bad_from__lte', 10)), _connector='OR'), name='trends_choice_bad_from', violation_error_message='Choose a number from 1 to 10.'), models.CheckConstraint(condition=models.Q(('since_day__isnull', True), models.Q(('since_routine', ''), ('since_stage', '')), _connector='OR'), name='trends_choice_since', violation_error_message='Choose a day or a routine, not both.')],
            },
        ),
    ]
