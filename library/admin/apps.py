"""The admin as an app of ours: its own site, with nothing registered by other apps."""

from importlib import import_module

from django.contrib.admin.apps import SimpleAdminConfig


class DeskConfig(SimpleAdminConfig):
    """Django's admin with our site in place of the stock one. It looks for no admin modules: what other apps would put on it stays away."""

    default_site = "library.admin.site.Desk"

    def ready(self) -> None:
        """Put the library's pages on the desk, now that its models are there."""
        super().ready()
        import_module("library.admin.desk")
