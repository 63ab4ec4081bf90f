"""A first visit on a bad phone line, and the second one."""

from __future__ import annotations

import pytest

from tests.journeys.conftest import Open
from tests.journeys.kinds import KINDS
from tests.journeys.wire import BLOCKING_SCRIPTS, Counter

KB = 1000
MOST = {
    "home": 70 * KB,
    "exercises": 70 * KB,
    "chapter": 35 * KB,
    "issue": 35 * KB,
    "exercise": 35 * KB,
    "routine": 35 * KB,
}


@pytest.mark.parametrize("kind", MOST)
def test_a_first_visit_is_light(kind: str, open_page: Open) -> None:
    page = open_page(None)
    visit = Counter(page).open(KINDS[kind])
    assert len(visit.asked) <= 10
    assert visit.weight() <= MOST[kind]
    assert visit.weight("Script") <= 20 * KB
    assert page.evaluate(BLOCKING_SCRIPTS) == []
    assert visit.weight("Document") > 1_000


@pytest.mark.parametrize("kind", MOST)
def test_a_page_without_filters_or_search_has_no_script(kind: str, open_page: Open) -> None:
    visit = Counter(open_page(None)).open(KINDS[kind])
    assert ("Script" in visit.kinds.values()) is (kind == "exercises")


@pytest.mark.parametrize("kind", MOST)
def test_a_second_visit_asks_only_whether_the_page_changed(kind: str, open_page: Open) -> None:
    counter = Counter(open_page(None))
    counter.open(KINDS[kind])
    again = counter.open(KINDS[kind])
    assert again.statuses() == {KINDS[kind]: 304}
    assert again.weight() < 1.5 * KB
