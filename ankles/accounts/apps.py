"""The person: who logs in, in which time zone they live."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Accounts of runners and editors."""

    name = "ankles.accounts"
    label = "accounts"
    verbose_name = "Accounts"
