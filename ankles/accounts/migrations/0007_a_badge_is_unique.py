"""No two accounts share a badge: phones, undo and tombstones tell accounts apart by it."""

import ankles.accounts.models
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_a_badge_of_its_own")]

    operations = [
        migrations.AlterField(
            "user",
            "badge",
            models.CharField(max_length=16, default=ankles.accounts.models.new_badge, unique=True, editable=False),
        ),
    ]
