"""The feed of what was edited last."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone

from library import loading
from library.documents import store
from library.models import Exercise, Routine, Status

ATOM = "{http://www.w3.org/2005/Atom}"
NOW = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)


@pytest.fixture
def entries(guide: loading.Report) -> list[tuple[str, str, str]]:
    return read()


def read() -> list[tuple[str, str, str]]:
    """Title, address and date of each entry."""
    root = ElementTree.fromstring(Client().get("/feed/").content)
    assert root.tag == f"{ATOM}feed"
    return [
        (
            entry.findtext(f"{ATOM}title", ""),
            str(entry.find(f"{ATOM}link").get("href")),
            entry.findtext(f"{ATOM}updated", ""),
        )
        for entry in root.findall(f"{ATOM}entry")
    ]


def test_the_feed_holds_the_thirty_pages_that_were_edited_last(entries: list[tuple[str, str, str]]) -> None:
    assert len(entries) == 30
    assert len({address for _, address, _ in entries}) == 30
    assert all(
        Client().get(address[len("http://localhost:8000") :]).status_code == 200 for _, address, _ in entries[:5]
    )


def test_the_page_that_was_edited_last_comes_first(guide: loading.Report) -> None:
    Exercise.objects.filter(slug="toe-walk").update(edited_at=NOW + timedelta(days=400))
    Routine.objects.filter(slug="strength").update(edited_at=NOW + timedelta(days=401))
    assert [(title, date) for title, _, date in read()[:2]] == [
        ("Strength day", "2027-12-28T06:00:00+00:00"),
        ("Toe walks", "2027-12-27T06:00:00+00:00"),
    ]


def test_drafts_and_retired_pages_are_not_in_the_feed(guide: loading.Report) -> None:
    later = NOW + timedelta(days=400)
    Exercise.objects.filter(slug="toe-walk").update(edited_at=later, status=Status.DRAFT)
    Routine.objects.filter(slug="strength").update(edited_at=later, status=Status.RETIRED)
    Exercise.objects.filter(slug="heel-walk").update(edited_at=later, publish_at=datetime(2999, 1, 1, tzinfo=UTC))
    assert not {"Toe walks", "Strength day", "Heel walks"} & {title for title, _, _ in read()}


def test_the_feed_is_valid_where_readers_of_feeds_are_strict(guide: loading.Report) -> None:
    answer = Client().get("/feed/")
    root = ElementTree.fromstring(answer.content)
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert root.findtext(f"{ATOM}title") == "Ankles: what is new in the guide"
    assert root.findtext(f"{ATOM}id")
    assert root.findtext(f"{ATOM}updated")
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links == {"alternate": "http://localhost:8000/guide/", "self": "http://localhost:8000/feed/"}
    ids = [entry.findtext(f"{ATOM}id") for entry in root.findall(f"{ATOM}entry")]
    assert len(ids) == len(set(ids)) == 30
    # RFC 4287, 4.1.1: a feed or each of its entries names an author.
    assert root.find(f"{ATOM}author") is not None


def test_the_feed_is_the_same_until_something_is_edited(guide: loading.Report) -> None:
    first = Client().get("/feed/")
    assert "Last-Modified" not in first.headers
    assert Client().get("/feed/", headers={"if-none-match": first.headers["ETag"]}).status_code == 304


def test_an_empty_guide_has_an_empty_feed(db: None) -> None:
    assert read() == []
    assert store.rows("exercise").count() == 0


def test_a_character_that_xml_cannot_hold_takes_the_feed_from_nobody(guide: loading.Report) -> None:
    """Rows of an earlier release may hold one: the desk and a release refuse it now."""
    Exercise.objects.filter(slug="toe-walk").update(title="Toe\x0b walks", summary="Up\x1f.", edited_at=timezone.now())
    assert "Toe walks" in {title for title, _, _ in read()}
