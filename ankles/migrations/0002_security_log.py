"""What was done to accounts, for 90 days: a number, an act, a network, never what was typed."""

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ankles', '0001_chores'),
    ]

    operations = [
        migrations.CreateModel(
            name='SecurityEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                ('account', models.BigIntegerField(null=True, verbose_name='number of the account')),
                ('act', models.CharField(choices=[('signed_up', 'Signed up'), ('logged_in', 'Logged in'), ('logged_out', 'Logged out'), ('refused', 'A password was wrong'), ('locked_out', 'Too many wrong passwords'), ('code_refused', 'A second factor was wrong'), ('factor_added', 'A second factor was added'), ('factor_removed', 'A second factor was removed'), ('codes_made', 'Recovery codes were made anew'), ('password_changed', 'The password was changed'), ('password_reset', 'The password was chosen anew on a link'), ('link_mailed', 'A link for a new password was mailed'), ('link_printed', 'A link for a new password was printed'), ('email_changed', 'The e-mail address was changed'), ('exported', 'The log was taken out'), ('log_erased', 'The log was erased'), ('account_erased', 'The account was erased'), ('editor_made', 'Made an editor'), ('editor_unmade', 'No editor any more')], max_length=20)),
                ('network', models.CharField(blank=True, max_length=50)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('act__in', ['signed_up', 'logged_in', 'logged_out', 'refused', 'locked_out', 'code_refused', 'factor_added', 'factor_removed', 'codes_made', 'password_changed', 'password_reset', 'link_mailed', 'link_printed', 'email_changed', 'exported', 'log_erased', 'account_erased', 'editor_made', 'editor_unmade'])), name='security_event_act', violation_error_message='Choose an act of the list.')],
            },
        ),
    ]
