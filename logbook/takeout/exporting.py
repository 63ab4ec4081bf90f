"""All that is kept about a runner, as one ZIP: a JSON that is complete and can be taken in again, and tables to read.

What it holds is what the privacy register says (`logbook.privacy`). `ankles.json` holds what an account can take in;
`account.json` holds the rest, which is true of one account only. The CSV files are for a spreadsheet and are never read
back, so what a spreadsheet would run as a formula gets an apostrophe there and stays exact in the JSON.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import IO, Any, Final

from django.db import connection, models, transaction

from ankles.accounts.models import User
from logbook import privacy, vocabulary
from logbook.entries import rows
from logbook.models import (
    ClearDay,
    ExerciseDone,
    Followed,
    Measure,
    Period,
    PinnedRoutine,
    ReportChoice,
    Run,
    Symptom,
    TrainingSession,
    TrendsChoice,
    UsualRun,
)
from logbook.takeout import by_day

FORMAT: Final = "ankles"
# 2: a line for each day, and the tables that release 2 brought. Every earlier form is taken in for ever.
VERSION: Final = 2
JSON_NAME: Final = "ankles.json"
# The parts of `ankles.json`, how they are reached from the person, and their order: within a day as it was logged.
PARTS: Final[dict[str, tuple[type[models.Model], str, tuple[str, ...]]]] = {
    "sessions": (TrainingSession, "training_sessions", ("day", "pk")),
    "symptoms": (Symptom, "symptoms", ("day", "pk")),
    "clear_days": (ClearDay, "clear_days", ("day", "pk")),
    "periods": (Period, "periods", ("first_day", "pk")),
    "pins": (PinnedRoutine, "pinned_routines", ("position",)),
    "followed": (Followed, "followed", ("since", "area", "side")),
    "trends_choices": (TrendsChoice, "trends_choices", ("pk",)),
    "measures": (Measure, "measures", ("day", "pk")),
    "runs": (Run, "runs", ("day", "pk")),
    "report_choices": (ReportChoice, "report_choices", ("pk",)),
    "usual_run": (UsualRun, "usual_runs", ("pk",)),
}
# In which version a part ("runs"), or a field of one ("sessions.felt"), came to the export. An earlier file does not have
# it: the part is empty, the field what it is when nobody says anything. What is not named here was there from the first.
SINCE: Final[dict[str, int]] = {"trends_choices": 2, "measures": 2, "runs": 2, "report_choices": 2,
                                "usual_run": 2}  # fmt: skip
PROFILE: Final = ("time_zone", "week_start", "weekly_aim")
NAMES: Final = (JSON_NAME, "account.json", "sessions.csv", "exercises.csv", "symptoms.csv", "measures.csv", "runs.csv",
                "days.csv", "by_day.csv", "README.txt")  # fmt: skip
CHUNK: Final = 500
# How a formula begins, with the wide forms that some spreadsheets take for the same.
FORMULA: Final = tuple("=+-@\t\r\n＝＋－＠")
# Where a spreadsheet that is set to another separator, or that reads on after a quotation mark, begins another cell.
FORMULA_INSIDE: Final = re.compile(r"""([;,|\t\r\n"][\s"']*)(?=[=+\-@＝＋－＠])""")

Slugs = dict[type[models.Model], dict[int, str]]


def write_zip(runner: User, file: IO[bytes], now: datetime) -> None:
    """Write the ZIP into a file, a few hundred rows at a time; all of it as things stood at one moment."""
    with one_moment(), zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        slugs = _slugs()

        def add(name: str, lines: Iterable[str]) -> None:
            info = zipfile.ZipInfo(name, now.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            with archive.open(info, "w", force_zip64=True) as member:
                for line in lines:
                    member.write(line.encode())

        add(JSON_NAME, _document(runner, now, slugs))
        add("account.json", [json.dumps(about_account(runner), ensure_ascii=False, indent=1), "\n"])
        for name, (columns, table) in _tables(runner, slugs).items():
            add(name, _csv(columns, table))
        add("README.txt", [readme(now)])


def zip_name(runner: User) -> str:
    """What the ZIP is called: it carries the day and nothing else."""
    return f"ankles-{runner.today().isoformat()}.zip"


def rows_of_part(runner: User, name: str, slugs: Slugs | None = None) -> Iterator[rows.Data]:
    """The rows of one part of `ankles.json`, in their order."""
    model, related, order = PARTS[name]
    found = getattr(runner, related).order_by(*order)
    if model is TrainingSession:
        found = found.prefetch_related(models.Prefetch("exercises_done", ExerciseDone.objects.in_order()))
    for row in found.iterator(chunk_size=CHUNK):
        yield export_row(row, _slugs() if slugs is None else slugs)


def export_row(row: models.Model, slugs: Slugs) -> rows.Data:
    """One row with the fields that the register takes out, in the form of `logbook.entries.rows`; a session with its exercises."""
    data = {name: _value(row, name, slugs) for name in privacy.exported(type(row))}
    if isinstance(row, TrainingSession):
        data["exercises"] = [export_row(one, slugs) for one in row.exercises_done.all()]
    return data


def about_account(runner: User) -> dict[str, list[rows.Data]]:
    """What the register takes out of tables that are not in `ankles.json`: one list of rows for each table."""
    elsewhere = {model for model, _, _ in PARTS.values()} | {ExerciseDone}
    tables = list(
        dict.fromkeys(line.table for line in privacy.register() if line.export and line.table not in elsewhere)
    )
    return {model._meta.label: [_whole(row) for row in privacy.rows_of(runner, model)] for model in tables}


def readme(now: datetime) -> str:
    """What lies in the ZIP, and what the words of closed lists mean."""
    lists = {
        "area": vocabulary.AreaCode, "moment": vocabulary.Moment, "stiffness": vocabulary.Stiffness,
        "qualities": vocabulary.Quality, "timing": vocabulary.Timing, "onset": vocabulary.Onset,
        "context": vocabulary.Circumstance, "outcome": vocabulary.Outcome, "kind of a measure": vocabulary.MeasureKind,
        "setup": vocabulary.Setup,
    }  # fmt: skip
    words = [
        f"{name}\n" + "\n".join(f"  {word}: {label}" for word, label in one.choices) for name, one in lists.items()
    ]
    return README.format(when=f"{now:%Y-%m-%d %H:%M} UTC") + "\n\n".join(words) + "\n"


README: Final = """Your Ankles data, taken out {when}

ankles.json    everything you logged, and your settings. This file can be taken in again, by any account:
               Logbook, Your data, "Take entries in". It needs no other file of this ZIP.
account.json   what is kept about the account itself: address, consent, where you are logged in
sessions.csv   your training sessions, one a line        exercises.csv  what you did in them, one a line
symptoms.csv   your symptoms, one a line                 days.csv       days on which nothing hurt; rest, injury, holiday
measures.csv   what you measured, a line for each side   runs.csv       your runs, one a line, in metres and seconds
by_day.csv     every day from your first entry to your last, a line for each place: ready to draw. `worst` is the highest
               number of the day at any moment; `clear` is 1 on a day on which you said that nothing hurt; sessions,
               minutes, km of runs and the period are those of the whole day, on each of its lines

The .csv files are for a spreadsheet. What a spreadsheet could take for a formula has an apostrophe before it there;
ankles.json holds your exact words. An empty cell means that nobody said; it is not a zero. Days are the days you lived,
times with a zone are UTC. Keep the ZIP where you keep other private things: it is not encrypted.
If the ZIP is larger than 5 MB, delete the .csv files in it before you take it in.

The words of the lists:

"""


def _document(runner: User, now: datetime, slugs: Slugs) -> Iterator[str]:
    profile = {name: rows.as_json_value(getattr(runner, name)) for name in PROFILE}
    head = {"format": FORMAT, "version": VERSION, "exported_at": now.isoformat(), "profile": profile}
    yield "{" + ",\n".join(f"{json.dumps(name)}: {_text(value)}" for name, value in head.items())
    for name in PARTS:
        yield f',\n"{name}": ['
        for number, data in enumerate(rows_of_part(runner, name, slugs)):
            yield (",\n" if number else "\n") + _text(data)
        yield "]"
    yield "}\n"


def _tables(runner: User, slugs: Slugs) -> dict[str, tuple[list[str], Iterator[rows.Data]]]:
    session, symptom, measure, run = (
        _day_first(privacy.exported(model)) for model in (TrainingSession, Symptom, Measure, Run)
    )
    exercise = ["day", "session", *privacy.exported(ExerciseDone)]
    return {
        "sessions.csv": (session, rows_of_part(runner, "sessions", slugs)),
        "exercises.csv": (exercise, _exercises(rows_of_part(runner, "sessions", slugs))),
        "symptoms.csv": (symptom, rows_of_part(runner, "symptoms", slugs)),
        "measures.csv": (measure, rows_of_part(runner, "measures", slugs)),
        "runs.csv": (run, rows_of_part(runner, "runs", slugs)),
        "days.csv": (["first_day", "last_day", "what", "note"], _days(runner, slugs)),
        "by_day.csv": (by_day.COLUMNS, by_day.day_lines(runner)),
    }


def _day_first(names: tuple[str, ...]) -> list[str]:
    """The columns of a table to read: the day, what was said, and last what tells one entry from another."""
    said = [name for name in names if name not in ("day", *rows.SHARED)]
    return ["day", *said, *(name for name in names if name in rows.SHARED)]


def _exercises(sessions: Iterator[rows.Data]) -> Iterator[rows.Data]:
    for session in sessions:
        for one in session["exercises"]:
            yield {"day": session["day"], "session": session["entry_key"], **one}


def _days(runner: User, slugs: Slugs) -> Iterator[rows.Data]:
    for one in rows_of_part(runner, "clear_days", slugs):
        yield {"what": "nothing hurt", "first_day": one["day"], "last_day": one["day"], "note": ""}
    for one in rows_of_part(runner, "periods", slugs):
        yield {"what": one["kind"], **{name: one[name] for name in ("first_day", "last_day", "note")}}


def _csv(columns: list[str], table: Iterator[rows.Data]) -> Iterator[str]:
    page = io.StringIO()
    writer = csv.writer(page)
    yield "\ufeff"  # without this mark Excel takes the text for another alphabet
    writer.writerow(columns)
    for data in table:
        writer.writerow([spreadsheet_cell(data[name]) for name in columns])
        yield page.getvalue()
        page.seek(0)
        page.truncate()
    yield page.getvalue()


def spreadsheet_cell(value: Any) -> str:
    """A value as a spreadsheet gets it: nothing that it would run."""
    text = " ".join(value) if isinstance(value, list) else "" if value is None else str(value)
    text = FORMULA_INSIDE.sub(r"\1'", text)
    # Some programs leave out the blanks that a cell begins with, and run what follows.
    return f"'{text}" if text.startswith(FORMULA) or text.lstrip().startswith(FORMULA) else text


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": "))


def _value(row: models.Model, name: str, slugs: Slugs) -> Any:
    column = row._meta.get_field(name)
    if isinstance(column, models.ForeignKey):
        return slugs[column.related_model].get(getattr(row, column.attname))
    return rows.as_json_value(getattr(row, name))


def _whole(row: models.Model) -> rows.Data:
    names = privacy.exported(type(row))
    return {name: rows.as_json_value(row.serializable_value(name)) for name in names}


def _slugs() -> Slugs:
    """What stands in an address for each thing of the guide that a row may point to."""
    linked = {one.related_model for model in (TrainingSession, ExerciseDone, PinnedRoutine) for one in model._meta.fields
              if isinstance(one, models.ForeignKey) and one.name in ("routine", "exercise")}  # fmt: skip
    return {model: dict(model._default_manager.values_list("pk", "slug")) for model in linked}


@contextmanager
def one_moment() -> Iterator[None]:
    """All reads inside see one state of the tables, and nobody waits for them to end."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        # Not `atomic`, whose IMMEDIATE would keep everybody else from writing.
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
    else:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
