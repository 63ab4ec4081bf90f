"""No two accounts share a badge: phones, undo and tombstones tell accounts apart by it."""

from django.db import migrations, models

import ankles.accounts.models


def tell_apart(apps, schema_editor):
    """Of accounts that share a badge by chance the oldest keeps it."""
    User = apps.get_model("accounts", "User")
    shared = User.objects.values_list("badge").annotate(many=models.Count("pk")).filter(many__gt=1)
    for (badge, _) in list(shared):
        for number in list(User.objects.filter(badge=badge).order_by("pk").values_list("pk", flat=True))[1:]:
            User.objects.filter(pk=number).update(badge=ankles.accounts.models.new_badge())


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_a_badge_of_its_own")]

    operations = [
        migrations.RunPython(tell_apart, migrations.RunPython.noop),
        migrations.AlterField(
            "user",
            "badge",
            models.CharField(max_length=16, default=ankles.accounts.models.new_badge, unique=True, editable=False),
        ),
    ]
