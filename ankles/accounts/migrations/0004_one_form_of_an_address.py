"""E-mail addresses are kept in one form, so that a mailbox is one account. Where two accounts have two forms of one
address, both stay as they are: each is found as it is typed.
"""

from django.db import migrations

from ankles.accounts.mail_addresses import canonical_address


def bring_into_one_form(apps, schema_editor):
    """Only addresses with letters that have several forms change: accents, and domains written as xn--."""
    User, EmailAddress = apps.get_model("accounts", "User"), apps.get_model("account", "EmailAddress")
    for user in User.objects.only("pk", "email").iterator():
        kept = canonical_address(user.email)
        if kept == user.email or User.objects.filter(email=kept).exists():
            continue
        if EmailAddress.objects.filter(email=kept).exclude(user_id=user.pk).exists():
            continue
        EmailAddress.objects.filter(user_id=user.pk, email=kept).delete()
        EmailAddress.objects.filter(user_id=user.pk, email=user.email).update(email=kept)
        User.objects.filter(pk=user.pk).update(email=kept)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_logged_out_everywhere"),
        ("account", "0009_emailaddress_unique_primary_email"),
    ]

    operations = [migrations.RunPython(bring_into_one_form, migrations.RunPython.noop)]
