"""The badge of an account stands in its row: it was made from the site's secret key, and changed with it."""

from django.db import migrations, models
from django.utils.crypto import salted_hmac

import ankles.accounts.models


def keep_the_badge_that_is_out_there(apps, schema_editor):
    """Forms in open pages, undos and sessions that wait in phones name the account by it."""
    User = apps.get_model("accounts", "User")
    for user in User.objects.only("pk", "key").iterator(chunk_size=2_000):
        badge = salted_hmac("accounts.badge", user.key.hex).hexdigest()[:16]
        User.objects.filter(pk=user.pk).update(badge=badge)


def the_older_release_makes_it_from_the_key(apps, schema_editor):
    """Nothing is moved back: it comes to the same badge by itself."""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_addresses_of_editors")]

    operations = [
        migrations.AddField("user", "badge", models.CharField(max_length=16, default="", editable=False)),
        migrations.RunPython(keep_the_badge_that_is_out_there, the_older_release_makes_it_from_the_key),
        migrations.AlterField(
            "user", "badge", models.CharField(max_length=16, default=ankles.accounts.models.new_badge, editable=False)
        ),
    ]
