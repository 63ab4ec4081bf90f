"""Queries that are asked on every page: written as a QuerySet, compiled once for each database connection, then only run.

Compiling a QuerySet with annotations costs Django up to a millisecond, running it on an index a few hundredths
(docs/decisions/0007-what-a-private-page-costs.md). A prepared query is built with stand-ins for its values; where they
come out in the parameters of the SQL, the real values go in later.

Not for a query that is asked now and then: a QuerySet says the same and does more. Not for a value that may be missing (SQL
says `IS NULL` then, and that is another query: None is refused), for flags, fractions or JSON, for a list that may be empty,
for rows of models, for locks or changes, for a second database. What it was not made for it refuses (`NotPreparable`).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.operations import BaseDatabaseOperations
from django.db.models import QuerySet
from django.db.models.query import ValuesListIterable
from django.db.models.sql.compiler import SQLCompiler

Rows = list[tuple[Any, ...]]
# The first stand-in of each kind. The SQL is made twice, with stand-ins this far apart: nothing else may differ. Numbers
# fit the smallest column of PostgreSQL: with one that no row could hold, Django makes no SQL at all.
FIRST_NUMBER, FIRST_INSTANT, APART = 20_001, datetime(1801, 1, 1, tzinfo=UTC), 10_000


# The longest list of values whose SQL is kept.
LONGEST_KEPT = 100
LISTS = (list, tuple)
# What a value may be; a word of a closed list (TextChoices) is a word, too. A bool is no number.
KINDS = (int, str, date, datetime)


class NotPreparable(Exception):
    """It was not made for this value or this query: what it would answer might not be what the QuerySet answers."""


@dataclass(frozen=True)
class Compiled:
    """The SQL for one connection, its parameters (a constant, or the place of a value), and how rows are read."""

    compiler: SQLCompiler
    sql: str
    constants: tuple[Any, ...]
    places: tuple[int | None, ...]
    converters: tuple[tuple[int, Callable[[Any], Any]], ...]


class Prepared:
    """A query of whole numbers, words, days and instants. `build` takes them and gives a QuerySet of `values_list`.

    Call it with the values; it gives the rows as tuples in one query. A value that is a list of numbers (`pk__in`) is
    compiled once for each length.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]]) -> None:
        self.build = build

    def __call__(self, *values: Any) -> Rows:
        """The rows for these values. Raises NotPreparable for a value of another kind, and for a query that it cannot take apart."""
        _check(values)
        connection = connections[DEFAULT_DB_ALIAS]
        shape = tuple([len(value) if value.__class__ in LISTS else value.__class__ for value in values])
        kept: dict[Any, Compiled] = connection.__dict__.setdefault("_prepared", {})
        compiled = kept.get((self, shape))
        if compiled is None:
            compiled = self._compile(values)
            # A list may have any length: those that only an odd log brings are not kept for as long as the connection.
            if all(not isinstance(size, int) or size <= LONGEST_KEPT for size in shape):
                kept[self, shape] = compiled
        operations = connection.ops
        flat = [
            _adapted(one, operations) for value in values for one in (value if value.__class__ in LISTS else (value,))
        ]
        params = [
            constant if place is None else flat[place]
            for constant, place in zip(compiled.constants, compiled.places, strict=True)
        ]
        with connection.cursor() as cursor:
            cursor.execute(compiled.sql, params)
            rows: Rows = cursor.fetchall()
        return _read(compiled, rows) if compiled.converters else rows

    def _compile(self, values: Sequence[Any]) -> Compiled:
        compiler, sql, given, params = self._with_stand_ins(values, 0)
        _, other_sql, other_given, other_params = self._with_stand_ins(values, APART)
        places, others = _places(params, given), _places(other_params, other_given)
        constants = [
            (one, other) for one, other, place in zip(params, other_params, places, strict=True) if place is None
        ]
        if (sql, places) != (other_sql, others) or any(one != other for one, other in constants):
            raise NotPreparable(sql)
        if set(places) - {None} != set(range(len(given))):
            raise NotPreparable(sql)
        return Compiled(compiler, sql, tuple(params), places, _converters(compiler))

    def _with_stand_ins(self, values: Sequence[Any], apart: int) -> tuple[SQLCompiler, str, list[Any], tuple[Any, ...]]:
        """Compile with stand-ins: the compiler, its SQL, the stand-ins as they are sent, all parameters."""
        stand_ins: list[Any] = []

        def stand_in(value: Any) -> Any:
            if value.__class__ in LISTS:
                return [stand_in(one) for one in value]
            one = _like(value, apart + len(stand_ins))
            stand_ins.append(_adapted(one, connections[DEFAULT_DB_ALIAS].ops))
            return one

        rows = self.build(*(stand_in(value) for value in values))
        if rows._iterable_class is not ValuesListIterable:
            raise NotPreparable("It gives no tuples: end it with values_list().")
        if rows.query.select_for_update or rows.db != DEFAULT_DB_ALIAS:
            raise NotPreparable("It locks rows, or asks another database.")
        compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
        sql, params = compiler.as_sql()
        return compiler, sql, stand_ins, params


def _check(values: Sequence[Any]) -> None:
    """Raises NotPreparable for a value that would be asked about in another way than a QuerySet asks."""
    for value in values:
        if value.__class__ in LISTS:
            if not value or any(number.__class__ is not int for number in value):
                raise NotPreparable("A list holds at least one number, and nothing but numbers.")
        elif value.__class__ not in KINDS and not isinstance(value, str):
            raise NotPreparable(
                f"{value.__class__.__name__} is none of number, word, day, instant and list of numbers."
            )
        elif value.__class__ is datetime and value.tzinfo is None:
            raise NotPreparable("An instant without a zone could be any of 26 hours.")


def _places(params: Sequence[Any], given: Sequence[Any]) -> tuple[int | None, ...]:
    """For each parameter the place of the stand-in that it is, None for a constant."""
    known = {one: place for place, one in enumerate(given)}
    return tuple(known.get(param) if isinstance(param, Hashable) else None for param in params)


def _read(compiled: Compiled, rows: Rows) -> Rows:
    """Rows with their values converted, a column at a time. What is null stays null: no converter makes anything of it."""
    needed = [
        (column, convert) for column, convert in compiled.converters if convert is not _day or _is_text(rows, column)
    ]
    if not rows or not needed:
        return rows
    columns = list(zip(*rows, strict=True))
    for column, convert in needed:
        columns[column] = tuple([None if value is None else convert(value) for value in columns[column]])
    return list(zip(*columns, strict=True))


def _is_text(rows: Rows, column: int) -> bool:
    """Whether the days of a column came as text. SQLite decides that for a whole column: the first that is there tells."""
    return next((row[column].__class__ is str for row in rows if row[column] is not None), False)


def _converters(compiler: SQLCompiler) -> tuple[tuple[int, Callable[[Any], Any]], ...]:
    """What turns a column of this database into Python's own values, by the number of the column."""
    connection, found = compiler.connection, []
    columns = compiler.get_converters([column[0] for column in compiler.select[0 : compiler.col_count]])
    for number, (steps, expression) in columns.items():
        if steps == [getattr(connection.ops, "convert_datefield_value", None)]:
            found.append((number, _day))
        else:
            found.append((number, partial(_convert, steps, expression, connection)))
    return tuple(found)


def _day(value: Any) -> date:
    """SQLite gives a day of a table as a day, and one that was calculated as the text that Python reads."""
    return value if value.__class__ is date else date.fromisoformat(value)


def _convert(steps: Sequence[Callable[..., Any]], expression: Any, connection: Any, value: Any) -> Any:
    for step in steps:
        value = step(value, expression, connection)
    return value


def _like(value: Any, number: int) -> Any:
    """A stand-in of the kind of a value; each number gives another one."""
    if isinstance(value, datetime):
        return FIRST_INSTANT + timedelta(days=number)
    if isinstance(value, date):
        return FIRST_INSTANT.date() + timedelta(days=number)
    return f"stand-in {number}" if isinstance(value, str) else FIRST_NUMBER + number


def _adapted(value: Any, operations: BaseDatabaseOperations) -> Any:
    """A value as Django hands it to this database."""
    if isinstance(value, datetime):
        return operations.adapt_datetimefield_value(value)
    return operations.adapt_datefield_value(value) if isinstance(value, date) else value
