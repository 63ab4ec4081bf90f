"""The project as an app: its commands, templates' tags and static files."""

from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig


class AnklesConfig(AppConfig):
    """What every page shares."""

    name = "ankles"

    def ready(self) -> None:
        """Have the checks of a deployment run with Django's, and the security log listen."""
        from ankles import checks, security_log  # noqa: F401, PLC0415 (they register themselves)


class CollectedStaticFilesConfig(StaticFilesConfig):
    """What is collected: all but the extensions of htmx 4, a beta we do not use, whose examples in comments look like imports."""

    ignore_patterns = ("CVS", ".*", "*~", "django_htmx/ext/*", "django_htmx/htmx-4*")
