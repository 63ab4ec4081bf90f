"""What is new in the guide, as an Atom feed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from ankles.caching import public_page
from library.documents.schema import PAGES
from library.documents.store import published
from library.documents.value_checks import UNPRINTABLE
from library.meta import absolute

NEWEST = 30


class NewInTheGuide(Feed):  # type: ignore[type-arg]  # Django's class takes no parameters at run time
    """The pages that were edited last."""

    feed_type = Atom1Feed
    title = "Ankles: what is new in the guide"
    subtitle = "Chapters, common problems, exercises and routines, the last edited first."

    author_name = "Ankles"

    # Whole addresses, so that Django does not take the host from the request.
    def link(self) -> str:
        """The page that the feed belongs to."""
        return absolute(reverse("library:guide"))

    def feed_url(self) -> str:
        """The feed's own address."""
        return absolute(reverse("library:feed"))

    def item_link(self, item: Any) -> str:
        """The page itself."""
        return absolute(item.get_absolute_url())

    def items(self) -> list[Any]:
        """The newest pages of all kinds."""
        rows = [row for kind in PAGES for row in published(kind).defer("rendered").order_by("-edited_at")[:NEWEST]]
        return sorted(rows, key=lambda row: row.edited_at, reverse=True)[:NEWEST]

    def item_title(self, item: Any) -> str:
        """The page's title."""
        return printable(item.title)

    def item_description(self, item: Any) -> str:
        """The page's summary."""
        return printable(item.summary)

    def item_updateddate(self, item: Any) -> datetime:
        """When it was last edited."""
        edited: datetime = item.edited_at
        return edited


def printable(text: str) -> str:
    """A text without what XML cannot hold: one such character in a title would take the feed from everybody."""
    return UNPRINTABLE.sub("", text)


_feed = NewInTheGuide()


@public_page()
def feed(request: HttpRequest) -> HttpResponse:
    """The feed as a public page: kept and compared like all others."""
    response = _feed(request)
    # Its own date would make every answer new; the ETag of the whole says more.
    del response.headers["Last-Modified"]
    return response
