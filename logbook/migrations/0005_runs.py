"""Runs, and the one that a runner made the usual one."""

import datetime
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('logbook', '0004_measures'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Run',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('entry_key', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('logged_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('zone', models.CharField(default='UTC', editable=False, max_length=64)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('day', models.DateField()),
                ('distance_m', models.PositiveIntegerField(blank=True, null=True)),
                ('distance_unit', models.CharField(blank=True, choices=[('km', 'km'), ('mi', 'miles')], max_length=2)),
                ('duration_s', models.PositiveIntegerField(blank=True, null=True)),
                ('effort', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('note', models.TextField(blank=True, max_length=2000)),
                ('runner', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='runs', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['runner', 'day'], name='run_runner_day')],
                'constraints': [models.UniqueConstraint(fields=('runner', 'entry_key'), name='run_key', violation_error_message='This was saved already.'), models.CheckConstraint(condition=models.Q(('day__gte', datetime.date(2000, 1, 1))), name='run_day', violation_error_message='Choose a day from 2000 on.'), models.CheckConstraint(condition=models.Q(('effort__isnull', True), models.Q(('effort__gte', 0), ('effort__lte', 10)), _connector='OR'), name='run_effort', violation_error_message='Choose a number from 0 to 10.'), models.CheckConstraint(condition=models.Q(('distance_m__isnull', False), ('duration_s__isnull', False), _connector='OR'), name='run_says_something', violation_error_message='Give the distance or the minutes.'), models.CheckConstraint(condition=models.Q(('distance_m__isnull', True), models.Q(('distance_m__gte', 1), ('distance_m__lte', 1000000)), _connector='OR'), name='run_distance', violation_error_message='A run is 1,000 km long at most.'), models.CheckConstraint(condition=models.Q(('duration_s__isnull', True), models.Q(('duration_s__gte', 1), ('duration_s__lte', 172800)), _connector='OR'), name='run_duration', violation_error_message='A run lasts 48 hours at most.'), models.CheckConstraint(condition=models.Q(models.Q(('distance_m__isnull', True), ('distance_unit', '')), models.Q(models.Q(('distance_m__isnull', False)), models.Q(('distance_unit__in', ['km', 'mi']))), _connector='OR'), name='run_unit', violation_error_message='Give the distance in km or in miles.')],
            },
        ),
        migrations.CreateModel(
            name='UsualRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('distance_m', models.PositiveIntegerField(blank=True, null=True)),
                ('distance_unit', models.CharField(blank=True, choices=[('km', 'km'), ('mi', 'miles')], max_length=2)),
                ('duration_s', models.PositiveIntegerField(blank=True, null=True)),
                ('runner', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='usual_runs', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('runner',), name='usual_run_once', violation_error_message='You have a usual run already.'), models.CheckConstraint(condition=models.Q(('distance_m__isnull', False), ('duration_s__isnull', False), _connector='OR'), name='usual_run_says_something', violation_error_message='Give the distance or the minutes.'), models.CheckConstraint(condition=models.Q(('distance_m__isnull', True), models.Q(('distance_m__gte', 1), ('distance_m__lte', 1000000)), _connector='OR'), name='usual_run_distance', violation_error_message='A run is 1,000 km long at most.'), models.CheckConstraint(condition=models.Q(('duration_s__isnull', True), models.Q(('duration_s__gte', 1), ('duration_s__lte', 172800)), _connector='OR'), name='usual_run_duration', violation_error_message='A run lasts 48 hours at most.'), models.CheckConstraint(condition=models.Q(models.Q(('distance_m__isnull', True), ('distance_unit', '')), models.Q(models.Q(('distance_m__isnull', False)), models.Q(('distance_unit__in', ['km', 'mi']))), _connector='OR'), name='usual_run_unit', violation_error_message='Give the distance in km or in miles.')],
            },
        ),
    ]
