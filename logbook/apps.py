"""The private logbook. Its rows, forms and pages come with the issue on the logbook."""

from django.apps import AppConfig


class LogbookConfig(AppConfig):
    """Training sessions and symptoms of one runner; may import the library, never the reverse."""

    name = "logbook"
