"""The private logbook: training sessions, symptoms and days of a runner, and nobody else's business."""

from django.apps import AppConfig
from django.core.checks import register

from ankles.resend_after_login import WORDS_OF_APPS


class LogbookConfig(AppConfig):
    """Training sessions and symptoms of one runner; may import the library, never the reverse."""

    name = "logbook"

    def ready(self) -> None:
        """Watch the privacy register, now that all tables are known; and name what a log-in that ended left unsent."""
        from logbook.checks import check_the_register  # noqa: PLC0415 (needs the apps)
        from logbook.forms.recognised import words_of_unsent  # noqa: PLC0415 (needs the apps)

        register(check_the_register)
        WORDS_OF_APPS[self.name] = words_of_unsent
