"""The public library: articles, exercises, routines and what they rest on."""

from django.apps import AppConfig


class LibraryConfig(AppConfig):
    """The guide's content; knows nothing of the logbook."""

    name = "library"
    verbose_name = "Guide"

    def ready(self) -> None:
        """Have publication dates looked at before a page is answered."""
        from ankles import caching  # noqa: PLC0415 (models load after apps)
        from library import drafts, publishing  # noqa: PLC0415 (likewise)

        # Drafts first: what their date publishes is a change like any other.
        for look in (drafts.publish_what_is_due, publishing.keep_current):
            if look not in caching.before_looking:
                caching.before_looking.append(look)
