"""The links by which a runner shows a report to somebody without an account."""

import datetime
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('logbook', '0006_what_a_report_shows'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ShareLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('weeks', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('first_day', models.DateField(blank=True, null=True)),
                ('last_day', models.DateField(blank=True, null=True)),
                ('places', models.JSONField(blank=True, default=list)),
                ('with_notes', models.BooleanField(default=False)),
                ('questions', models.TextField(blank=True, max_length=500)),
                ('digest', models.CharField(max_length=64)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('ends_at', models.DateTimeField()),
                ('opens', models.PositiveIntegerField(default=0)),
                ('last_opened_at', models.DateTimeField(null=True)),
                ('runner', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='share_links', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['runner', 'made_at'], name='share_link_runner_made')],
                'constraints': [models.UniqueConstraint(fields=('digest',), name='share_link_once', violation_error_message='This link is there already.'), models.CheckConstraint(condition=models.Q(models.Q(models.Q(('first_day__isnull', True), ('last_day__isnull', True)), ('weeks__in', (4, 8, 12, 26, 52))), models.Q(models.Q(('first_day__isnull', False), ('last_day__isnull', False)), ('weeks__isnull', True)), _connector='OR'), name='share_link_span', violation_error_message='Choose so many weeks, or a first and a last day.'), models.CheckConstraint(condition=models.Q(models.Q(('first_day__isnull', True), ('last_day__isnull', True)), models.Q(('first_day__gte', datetime.date(2000, 1, 1)), ('last_day__gte', models.F('first_day'))), _connector='OR'), name='share_link_days', violation_error_message='The first day is in 2000 or later, and the last on it or after it.'), models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('made_at'))), name='share_link_ends', violation_error_message='A link ends after it was made.')],
            },
        ),
    ]
