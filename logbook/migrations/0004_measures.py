"""What runners measure at home: a row for each side of a test."""

import datetime
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('logbook', '0003_a_choice_of_what_trends_show'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Measure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('entry_key', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('logged_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('zone', models.CharField(default='UTC', editable=False, max_length=64)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('day', models.DateField()),
                ('kind', models.CharField(choices=[('knee_to_wall_mm', 'Knee to wall'), ('heel_raises', 'Heel raises'), ('balance_s', 'Balance')], max_length=15)),
                ('side', models.CharField(choices=[('left', 'Left'), ('right', 'Right')], max_length=5)),
                ('setup', models.CharField(blank=True, choices=[('bare_morning', 'Bare feet, in the morning'), ('bare_later', 'Bare feet, later in the day'), ('shoes_morning', 'Shoes, in the morning'), ('shoes_later', 'Shoes, later in the day'), ('floor_beat', 'Flat floor, to a beat'), ('floor_free', 'Flat floor, no beat'), ('slope_beat', 'Toes on a slope, to a beat'), ('slope_free', 'Toes on a slope, no beat'), ('eyes_open', 'Eyes open'), ('eyes_closed', 'Eyes closed')], max_length=13)),
                ('first_try', models.PositiveSmallIntegerField()),
                ('second_try', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('third_try', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('note', models.TextField(blank=True, max_length=2000)),
                ('runner', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='measures', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['runner', 'day'], name='measure_runner_day')],
                'constraints': [models.UniqueConstraint(fields=('runner', 'entry_key'), name='measure_key', violation_error_message='This was saved already.'), models.CheckConstraint(condition=models.Q(('day__gte', datetime.date(2000, 1, 1))), name='measure_day', violation_error_message='Choose a day from 2000 on.'), models.UniqueConstraint(fields=('runner', 'kind', 'side', 'day', 'setup'), name='measure_once', violation_error_message='This side was measured in this way on that day already. Change that entry.'), models.CheckConstraint(condition=models.Q(('kind__in', ['knee_to_wall_mm', 'heel_raises', 'balance_s'])), name='measure_kind', violation_error_message='Choose what was measured from the list.'), models.CheckConstraint(condition=models.Q(('side__in', ['left', 'right'])), name='measure_side', violation_error_message='Choose left or right.'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'knee_to_wall_mm'), ('setup__in', ['', 'bare_morning', 'bare_later', 'shoes_morning', 'shoes_later'])), models.Q(('kind', 'heel_raises'), ('setup__in', ['', 'floor_beat', 'floor_free', 'slope_beat', 'slope_free'])), models.Q(('kind', 'balance_s'), ('setup__in', ['', 'eyes_open', 'eyes_closed'])), _connector='OR'), name='measure_setup', violation_error_message='This measure is not taken in that way.'), models.CheckConstraint(condition=models.Q(('second_try__isnull', False), ('third_try__isnull', True), _connector='OR'), name='measure_tries_in_order', violation_error_message='Give the second try before the third.'), models.CheckConstraint(condition=models.Q(models.Q(('first_try__gte', 0), ('first_try__lte', 300), ('kind', 'knee_to_wall_mm'), models.Q(('second_try__isnull', True), models.Q(('second_try__gte', 0), ('second_try__lte', 300)), _connector='OR'), models.Q(('third_try__isnull', True), models.Q(('third_try__gte', 0), ('third_try__lte', 300)), _connector='OR')), models.Q(('first_try__gte', 0), ('first_try__lte', 300), ('kind', 'heel_raises'), ('second_try__isnull', True), ('third_try__isnull', True)), models.Q(('first_try__gte', 0), ('first_try__lte', 45), ('kind', 'balance_s'), models.Q(('second_try__isnull', True), models.Q(('second_try__gte', 0), ('second_try__lte', 45)), _connector='OR'), models.Q(('third_try__isnull', True), models.Q(('third_try__gte', 0), ('third_try__lte', 45)), _connector='OR')), _connector='OR'), name='measure_tries', violation_error_message='A try is 0 to 300 mm, 0 to 300 raises (one try) or 0 to 45 seconds.')],
            },
        ),
    ]
