"""Editors whom a command made have an address that counts as confirmed: the desk's own log-in, which never asked for a
confirmation, is gone. Whoever signed up has an address that is theirs to confirm.
"""

from django.db import migrations


def vouch_for_editors(apps, schema_editor):
    """A sign-up leaves an address that is the account's (`primary`); a command left none, or one of a reset link."""
    User, EmailAddress = apps.get_model("accounts", "User"), apps.get_model("account", "EmailAddress")
    for user in User.objects.filter(is_staff=True):
        theirs = EmailAddress.objects.filter(user_id=user.pk)
        elsewhere = EmailAddress.objects.filter(email=user.email, verified=True).exclude(user_id=user.pk)
        if theirs.filter(primary=True).exists() or theirs.filter(verified=True).exists() or elsewhere.exists():
            continue
        EmailAddress.objects.update_or_create(
            user_id=user.pk, email=user.email, defaults={"verified": True, "primary": True}
        )


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_one_form_of_an_address"),
        ("account", "0009_emailaddress_unique_primary_email"),
    ]

    operations = [migrations.RunPython(vouch_for_editors, migrations.RunPython.noop)]
