"""What CI repeats on its other database: tests that together send every statement, and what goes beyond its statements."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction

from ankles.accounts.models import User
from tests import statements
from tests.statements import Statements, needed, shape


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("SELECT a FROM t WHERE pk IN (%s)", "SELECT a FROM t WHERE pk IN (%s, %s, %s)", True),
        ("INSERT INTO t (a, b) VALUES (%s, %s)", "INSERT INTO t (a, b) VALUES (%s, %s), (%s, %s)", True),
        ("SELECT a FROM t LIMIT 21", "SELECT a FROM t LIMIT 1", True),
        ('SAVEPOINT "s140_x1"', 'SAVEPOINT "s141_x20"', True),
        ("SELECT a FROM t WHERE b = 'x'", "SELECT a FROM t WHERE b = 'y z'", True),
        ("SELECT a FROM t ORDER BY a", "SELECT a FROM t", False),
        ("SELECT a FROM t1", "SELECT a FROM t2", False),
        ("SELECT a FROM t WHERE b = %s", "SELECT a FROM t WHERE b IS NULL", False),
    ],
)
def test_a_statement_is_the_same_whatever_values_it_carries(one: str, other: str, same: bool) -> None:
    assert (shape(one) == shape(other)) is same


def test_of_tests_that_send_the_same_the_two_that_send_least_stay() -> None:
    sent = {"walk": {"a": 9, "b": 9}, "long": {"a": 5, "b": 2}, "short": {"a": 1, "b": 1}, "none": {}}
    assert needed(sent) == {"long", "short"}


def test_what_only_one_or_two_tests_send_keeps_both_of_them() -> None:
    sent = {"walk": {"a": 9, "b": 9, "c": 9}, "one": {"a": 1, "c": 1}, "two": {"a": 1}, "three": {"a": 1}}
    assert {test for test in needed(sent) if "c" in sent[test]} == {"walk", "one"}


def test_a_test_that_runs_anyway_counts_for_the_others() -> None:
    sent = {"walk": {"a": 9}, "short": {"a": 1}, "shorter": {"a": 1}, "own": {"b": 1}}
    assert needed(sent) == {"short", "shorter", "own"}
    assert needed(sent, {"walk"}) == {"walk", "own", "shorter"}


def test_every_statement_is_sent_however_tests_cover_each_other() -> None:
    sent = {f"{one}{two}": {one: 1, two: 1} for one in "abcdef" for two in "abcdef" if one != two}
    times = Counter(statement for test in needed(sent) for statement in sent[test])
    assert set(times) == set("abcdef")
    assert min(times.values()) >= 2
    assert len(needed(sent)) < len(sent) / 2


def test_a_refusal_and_what_follows_it_are_statements_of_their_own(db: None) -> None:
    def noted(*names: str) -> statements.Sent:
        counted = Statements()
        with connection.execute_wrapper(counted):
            for name in names:
                with suppress(IntegrityError), transaction.atomic():
                    User.objects.create(email=f"{name}@example.org")
        return counted.sent

    once, twice, refused = noted("ana"), noted("ben", "carl"), noted("ana")
    assert set(once) == set(twice)
    assert sum(twice.values()) == 2 * sum(once.values())
    assert len(set(refused) - set(once)) > 1


def test_what_was_noted_is_read_again_from_all_processes(tmp_path: Path) -> None:
    one, two = statements.Sent({"a": 1}), statements.Sent({"b": 2})
    statements.write(tmp_path / "noted", "gw0", {"first": one})
    statements.write(tmp_path / "noted", "gw1", {"second": two, "third": statements.Sent()})
    assert statements.read(tmp_path / "noted") == {"first": one, "second": two, "third": statements.Sent()}
    with pytest.raises(FileNotFoundError, match="run with --note-statements first"):
        statements.read(tmp_path)
