"""Drafts and dates of the release of 28 November, which were states of the row, after the upgrade, and the way back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from library.models import Article, Draft, Exercise, Revision, Routine

BEFORE = [("library", "0005_an_issue_leads_to_a_routine")]
AFTER = [("library", "0007_unpublished_rows_have_a_draft")]
PAST, FUTURE = datetime(2020, 1, 1, tzinfo=UTC), datetime(2999, 1, 1, tzinfo=UTC)
# Every state that a row could be in: its status, its date.
STATES = [(status, date) for status in ("draft", "published", "retired") for date in (None, PAST, FUTURE)]


def migrate(to: list[tuple[str, str]]) -> Any:
    MigrationExecutor(connection).migrate(to)
    return MigrationExecutor(connection).loader.project_state(to).apps


@pytest.fixture
def newest() -> Iterator[None]:
    """The tables are as they should be after each test, whatever happened in it."""
    yield
    executor = MigrationExecutor(connection)
    executor.migrate([node for node in executor.loader.graph.leaf_nodes() if node[0] == "library"])


def fill(apps: Any) -> None:
    """A row of each kind of page in every state, with the state before in its history."""
    common: dict[str, Any] = {"number": 1, "summary": "S", "body": "B"}
    own: dict[str, dict[str, Any]] = {
        "chapter": {},
        "issue": {},
        "exercise": {"type": "strength", "achilles_heel": "yes", "reps_low": 10, "reps_high": 10},
        "routine": {"when": "any_time", "how_often": "daily", "minutes": 5},
    }
    for kind, fields in own.items():
        table = apps.get_model("library", "Article" if kind in ("chapter", "issue") else kind.capitalize())
        given = fields | ({"kind": kind} if kind in ("chapter", "issue") else {})
        for status, date in STATES:
            slug = f"{status}-{date.year if date else 'none'}"
            row = table.objects.create(slug=slug, title=slug, status=status, publish_at=date, **given, **common)
            for at, title in ((timezone.now() - timedelta(days=1), "older"), (timezone.now(), slug)):
                apps.get_model("library", "Revision").objects.create(
                    kind=kind, slug=row.slug, action="saved", at=at,
                    document={"title": title, "status": status, **({"publish_at": date.isoformat()} if date else {})},
                )  # fmt: skip


def states(apps: Any) -> list[tuple[Any, ...]]:
    """What every row says of where it stands."""
    return [
        (name, row.slug, row.status, row.publish_at)
        for name in ("Article", "Exercise", "Routine")
        for row in apps.get_model("library", name).objects.order_by("pk")
    ]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("newest")
def test_what_waited_is_a_draft_without_a_live_page_and_everything_else_is_as_it_was() -> None:
    apps = migrate(BEFORE)
    fill(apps)
    before = states(apps)
    live = {
        table: set(table.objects.published().values_list("pk", flat=True)) for table in (Article, Exercise, Routine)
    }

    migrate(AFTER)
    drafts = set(Draft.objects.values_list("kind", "name", "publish_at"))
    waiting = {"draft-none": None, "draft-2020": None, "draft-2999": None, "published-2999": FUTURE}
    kinds = ("chapter", "issue", "exercise", "routine")
    assert drafts == {(kind, name, date) for kind in kinds for name, date in waiting.items()}
    for draft in Draft.objects.all():
        assert (draft.document, draft.base, draft.slug) == ({"title": draft.name}, {"title": draft.name}, draft.name)
    for table, seen in live.items():
        assert set(table.objects.published().values_list("pk", flat=True)) == seen
        assert not table.objects.scheduled().exists()

    # A draft that nobody touched gives its date back; what a draft says otherwise stays in the history.
    went_back = states(migrate(BEFORE))
    without_a_date = [(*one[:3], None) if one[1].startswith("draft") else one for one in before]
    assert went_back == without_a_date


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("newest")
def test_a_draft_survives_the_way_back_and_the_next_upgrade() -> None:
    apps = migrate(AFTER)
    revision = apps.get_model("library", "Revision").objects
    now = timezone.now()
    for slug, action, title in (
        ("calves", "saved", "Calves"),
        ("calves", "drafted", "Calves, better"),
        ("sleep", "saved", "Sleep"),
        ("sleep", "discarded", "Sleep, worse"),
        ("draft/7", "drafted", "Brand new"),
        ("strength", "drafted", "Older"),
        ("strength", "saved", "Newer"),
    ):
        now += timedelta(seconds=1)
        revision.create(kind="chapter", slug=slug, action=action, document={"title": title}, at=now)
    migrate(BEFORE)
    migrate(AFTER)
    found = {(draft.name, draft.document["title"], str(draft.base)) for draft in Draft.objects.all()}
    assert found == {("calves", "Calves, better", "{'title': 'Calves'}"), ("", "Brand new", "None")}
    new = Draft.objects.get(name="")
    assert [one.document["title"] for one in Revision.objects.of("chapter", new.called)] == ["Brand new"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("newest")
def test_on_the_way_back_no_date_publishes_words_that_its_draft_does_not_say() -> None:
    apps = migrate(AFTER)
    row = {"kind": "chapter", "slug": "calves", "title": "Old", "number": 1, "summary": "S", "status": "draft"}
    apps.get_model("library", "Article").objects.create(**row)
    apps.get_model("library", "Draft").objects.create(
        kind="chapter", name="calves", document={"title": "New"}, base={"title": "Old"}, publish_at=FUTURE
    )
    assert states(migrate(BEFORE)) == [("Article", "calves", "draft", None)]
