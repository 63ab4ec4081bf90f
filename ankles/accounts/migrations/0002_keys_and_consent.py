"""A random key for each account, the consent to keep health data, the weekly aim, and tombstones of what was erased."""

import uuid

from django.db import migrations, models

CONSENT_WHOLE = models.Q(consent_text="", consented_at__isnull=True) | (
    ~models.Q(consent_text="") & models.Q(consented_at__isnull=False)
)
WEEKLY_AIM = models.Q(weekly_aim__isnull=True) | models.Q(weekly_aim__gte=1, weekly_aim__lte=14)


def give_each_account_a_key(apps, schema_editor):
    """One default for all rows would be the same key for everybody."""
    User = apps.get_model("accounts", "User")
    for user in User.objects.all():
        user.key = uuid.uuid4()
        user.save(update_fields=["key"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_start")]

    operations = [
        migrations.AddField("user", "key", models.UUIDField(null=True, editable=False)),
        migrations.RunPython(give_each_account_a_key, migrations.RunPython.noop),
        migrations.AlterField("user", "key", models.UUIDField(default=uuid.uuid4, unique=True, editable=False)),
        migrations.AddField(
            "user",
            "weekly_aim",
            models.PositiveSmallIntegerField("sessions a week you aim for", null=True, blank=True),
        ),
        migrations.AddField(
            "user",
            "consent_text",
            models.CharField("version of the consent", max_length=20, blank=True, default="", editable=False),
            preserve_default=False,
        ),
        migrations.AddField(
            "user",
            "consented_at",
            models.DateTimeField("consent given at", null=True, blank=True, editable=False),
        ),
        migrations.AddConstraint(
            "user",
            models.CheckConstraint(
                condition=WEEKLY_AIM,
                name="user_weekly_aim",
                violation_error_message="Aim for 1 to 14 sessions a week, or leave it empty.",
            ),
        ),
        migrations.AddConstraint(
            "user",
            models.CheckConstraint(
                condition=CONSENT_WHOLE,
                name="user_consent_whole",
                violation_error_message="A consent is kept with its words and its time.",
            ),
        ),
        migrations.CreateModel(
            name="Tombstone",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64)),
                (
                    "what",
                    models.CharField(
                        max_length=8,
                        choices=[
                            ("account", "An account with all that was in it"),
                            ("entries", "All entries of an account up to that instant"),
                            ("entry", "One entry"),
                        ],
                    ),
                ),
                ("erased_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("digest", "what"),
                        name="tombstone_once",
                        violation_error_message="This was erased already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(what__in=("account", "entries", "entry")),
                        name="tombstone_what",
                        violation_error_message="Say what was erased: an account, its entries, or one entry.",
                    ),
                ],
            },
        ),
    ]
