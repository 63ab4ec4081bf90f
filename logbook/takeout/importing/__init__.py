"""Taking an export in again, by any account: `archive` reads the file, `entries` turns what it says into rows or refuses it
(`values`: one field of an entry), `judging` compares with what the account has, `chosen_file` keeps the file between the
trial and the act.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import IO

from django.db import transaction

from ankles.accounts.models import Tombstone, User
from logbook.entries import receipts
from logbook.models import ExerciseDone, Private, TrainingSession
from logbook.takeout import exporting
from logbook.takeout.importing.archive import Unreadable, read_archive
from logbook.takeout.importing.entries import Candidate, FileThatWasRead, read_export
from logbook.takeout.importing.judging import ImportReport, judge

__all__ = ["ImportReport", "Unreadable", "check", "open_export", "take_in"]

BATCH = 500


def open_export(file: IO[bytes]) -> FileThatWasRead:
    """Read and validate a file without looking at anybody's log. Raises Unreadable, with words for the runner."""
    return read_export(read_archive(file))


def check(runner: User, given: FileThatWasRead) -> ImportReport:
    """What taking these in would do; nothing is written."""
    return judge(runner, given)


@transaction.atomic
def take_in(runner: User, given: FileThatWasRead) -> ImportReport:
    """Add what is new to a runner's log, all or nothing. What is there already stays as it is."""
    receipts.one_at_a_time(runner)
    report = judge(runner, given)
    for name in exporting.PARTS:
        for batch in _batches(report.fresh.get(name, [])):
            _add(runner, batch)
    if report.settings:
        for name, (_, value) in report.settings.items():
            setattr(runner, name, value)
        runner.save(update_fields=list(report.settings))
    return report


def _add(runner: User, batch: list[Candidate]) -> None:
    fresh = [one.row for one in batch]
    for row in fresh:
        row.runner = runner
    type(fresh[0])._base_manager.bulk_create(fresh)
    if isinstance(fresh[0], Private):
        # Somebody who takes an entry in again wants it to be there, also after a restore.
        Tombstone.objects.lift(Tombstone.What.ENTRY, [row.entry_key for row in fresh], runner)
    if isinstance(fresh[0], TrainingSession):
        ExerciseDone.objects.bulk_create(
            [
                ExerciseDone(session=one.row, position=position, **done.fields())
                for one in batch
                for position, done in enumerate(one.exercises, start=1)
            ],
            batch_size=BATCH,
        )


def _batches(whole: Iterable[Candidate]) -> Iterable[list[Candidate]]:
    rest = iter(whole)
    while batch := list(islice(rest, BATCH)):
        yield batch
