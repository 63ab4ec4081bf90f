"""The public library: articles, exercises, routines and what they rest on."""

from django.apps import AppConfig


class LibraryConfig(AppConfig):
    """The guide's content; knows nothing of the logbook."""

    name = "library"
    verbose_name = "Guide"

    def ready(self) -> None:
        """Have publication dates looked at before a page is answered."""
        from ankles import caching  # noqa: PLC0415 (models load after apps)
        from library import publishing  # noqa: PLC0415

        if publishing.keep_current not in caching.before_looking:
            caching.before_looking.append(publishing.keep_current)
