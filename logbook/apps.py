"""The private logbook: training sessions, symptoms and days of a runner, and nobody else's business."""

from django.apps import AppConfig
from django.core.checks import register


class LogbookConfig(AppConfig):
    """Training sessions and symptoms of one runner; may import the library, never the reverse."""

    name = "logbook"

    def ready(self) -> None:
        """Watch the privacy register, now that all tables are known."""
        from logbook.checks import check_the_register  # noqa: PLC0415 (needs the apps)

        register(check_the_register)
