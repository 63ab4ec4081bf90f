"""How often an account logged out everywhere: a browser known from before is unknown after it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_keys_and_consent")]

    operations = [
        migrations.AddField(
            "user", "logged_out_everywhere", models.PositiveIntegerField(default=0, editable=False)
        ),
    ]
