"""The project as an app: its commands, templates' tags and static files."""

from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig


class AnklesConfig(AppConfig):
    """What every page shares."""

    name = "ankles"

    def ready(self) -> None:
        """Have the checks of a deployment run with Django's, the security log listen, and days be read once."""
        from ankles import checks, security_log, sqlite_days  # noqa: F401, PLC0415 (the first two register themselves)

        sqlite_days.read_each_day_once()


class CollectedStaticFilesConfig(StaticFilesConfig):
    """What is collected: all but the extensions of htmx 4, a beta we do not use, whose examples in comments look like imports."""

    ignore_patterns = ("CVS", ".*", "*~", "django_htmx/ext/*", "django_htmx/htmx-4*")
