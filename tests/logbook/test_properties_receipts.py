"""One key is one entry: whatever is sent how often and in whatever order, in one account or two."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from ankles.accounts.models import User
from tests.logbook.examples import undone

LogIn = Callable[[User], Client]
KEYS = st.sampled_from([f"5f0c2a4e-6a44-4c9e-9d86-0a3f1be6c00{number}" for number in range(3)])
# Who, with which key, how many minutes, on which of two days.
SENT = st.lists(
    st.tuples(
        st.sampled_from(["ana", "ben"]), KEYS, st.sampled_from([10, 20]), st.sampled_from(["2026-03-01", "2026-03-02"])
    ),
    max_size=10,
)


@given(sent=SENT)
def test_a_key_is_one_entry_and_the_first_to_come_decides_what_it_says(
    ana: User, ben: User, log_in: LogIn, sent: list[Any]
) -> None:
    first: dict[tuple[str, str], tuple[int, str]] = {}
    with undone():
        people = {"ana": ana, "ben": ben}
        browsers = {name: log_in(person) for name, person in people.items()}
        for name, key, minutes, day in sent:
            fields = {"entry_key": key, "account": people[name].badge, "minutes": minutes}
            status = browsers[name].post(f"/log/{day}/sessions/", fields).status_code
            assert status == (200 if first.setdefault((name, key), (minutes, day)) == (minutes, day) else 409)
        for name, person in people.items():
            there = [(minutes, str(day)) for minutes, day in person.training_sessions.values_list("minutes", "day")]
            assert sorted(there) == sorted(said for (who, _), said in first.items() if who == name)
            assert person.receipts.count() == len(there)
