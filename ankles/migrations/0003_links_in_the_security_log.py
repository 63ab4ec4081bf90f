"""Links to the report are written down, too: made, and taken back."""

from django.db import migrations, models

NEW = ["shared", "share_ended"]


def take_new_lines_out(apps, schema_editor):
    """An older release knows nothing of these acts, and its table refuses them."""
    apps.get_model("ankles", "SecurityEvent").objects.filter(act__in=NEW).delete()


class Migration(migrations.Migration):

    dependencies = [
        ('ankles', '0002_security_log'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='securityevent',
            name='security_event_act',
        ),
        migrations.AlterField(
            model_name='securityevent',
            name='act',
            field=models.CharField(choices=[('signed_up', 'Signed up'), ('logged_in', 'Logged in'), ('logged_out', 'Logged out'), ('refused', 'A password was wrong'), ('locked_out', 'Too many wrong passwords'), ('code_refused', 'A second factor was wrong'), ('factor_added', 'A second factor was added'), ('factor_removed', 'A second factor was removed'), ('codes_made', 'Recovery codes were made anew'), ('password_changed', 'The password was changed'), ('password_reset', 'The password was chosen anew on a link'), ('link_mailed', 'A link for a new password was mailed'), ('link_printed', 'A link for a new password was printed'), ('email_changed', 'The e-mail address was changed'), ('exported', 'The log was taken out'), ('shared', 'A link to the report was made'), ('share_ended', 'A link to the report was taken back'), ('log_erased', 'The log was erased'), ('account_erased', 'The account was erased'), ('editor_made', 'Made an editor'), ('editor_unmade', 'No editor any more')], max_length=20),
        ),
        migrations.AddConstraint(
            model_name='securityevent',
            constraint=models.CheckConstraint(condition=models.Q(('act__in', ['signed_up', 'logged_in', 'logged_out', 'refused', 'locked_out', 'code_refused', 'factor_added', 'factor_removed', 'codes_made', 'password_changed', 'password_reset', 'link_mailed', 'link_printed', 'email_changed', 'exported', 'shared', 'share_ended', 'log_erased', 'account_erased', 'editor_made', 'editor_unmade'])), name='security_event_act', violation_error_message='Choose an act of the list.'),
        ),
        migrations.RunPython(migrations.RunPython.noop, take_new_lines_out),
    ]
