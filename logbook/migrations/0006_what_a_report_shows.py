"""What a runner chose to have on their report."""

import datetime
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('logbook', '0005_runs'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ReportChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('weeks', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('first_day', models.DateField(blank=True, null=True)),
                ('last_day', models.DateField(blank=True, null=True)),
                ('places', models.JSONField(blank=True, default=list)),
                ('with_notes', models.BooleanField(default=False)),
                ('questions', models.TextField(blank=True, max_length=500)),
                ('runner', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='report_choices', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('runner',), name='report_choice_once', violation_error_message='You have chosen what the report shows already.'), models.CheckConstraint(condition=models.Q(models.Q(models.Q(('first_day__isnull', True), ('last_day__isnull', True)), ('weeks__in', (4, 8, 12, 26, 52))), models.Q(models.Q(('first_day__isnull', False), ('last_day__isnull', False)), ('weeks__isnull', True)), _connector='OR'), name='report_choice_span', violation_error_message='Choose so many weeks, or a first and a last day.'), models.CheckConstraint(condition=models.Q(models.Q(('first_day__isnull', True), ('last_day__isnull', True)), models.Q(('first_day__gte', datetime.date(2000, 1, 1)), ('last_day__gte', models.F('first_day'))), _connector='OR'), name='report_choice_days', violation_error_message='The first day is in 2000 or later, and the last on it or after it.')],
            },
        ),
    ]
