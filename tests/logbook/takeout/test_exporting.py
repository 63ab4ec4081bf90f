"""Everything that is kept comes out, in one ZIP, exact where it counts and harmless in a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
import tracemalloc
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from hypothesis import example, given
from hypothesis import strategies as st

from ankles.accounts.models import User
from logbook import privacy
from logbook.models import Symptom
from logbook.takeout import exporting
from tests.logbook.whole import DAY, NOTE, NOW, document, fill, key, taken_out


def table(file: io.BytesIO, name: str) -> list[list[str]]:
    with zipfile.ZipFile(file) as archive:
        return list(csv.reader(io.StringIO(archive.read(name).decode("utf-8-sig"), newline="")))


def test_an_export_holds_the_whole_log(ana: User) -> None:
    fill(ana)
    said = document(taken_out(ana))
    assert {name: len(value) for name, value in said.items() if isinstance(value, list)} == {
        "sessions": 2, "symptoms": 2, "clear_days": 1, "periods": 1, "pins": 1, "followed": 1, "trends_choices": 1,
        "measures": 2, "runs": 2, "report_choices": 1, "usual_run": 1,
    }  # fmt: skip
    assert said["format"] == "ankles"
    assert (said["version"], said["exported_at"]) == (2, NOW.isoformat())
    assert said["profile"] == {"time_zone": "Europe/London", "week_start": 0, "weekly_aim": None}


def test_a_session_comes_out_word_for_word_with_its_exercises(ana: User) -> None:
    fill(ana)
    assert document(taken_out(ana))["sessions"][0] == {
        "entry_key": str(key(1)), "logged_at": "2026-11-21T06:30:00+00:00", "zone": "Pacific/Auckland",
        "changed_at": NOW.isoformat(), "version": 3, "day": "2026-11-20", "time": "06:45", "routine": "daily",
        "routine_name": "Daily", "stage_name": "Stage 1", "minutes": 12, "effort": 0, "note": NOTE,
        "exercises": [
            {"exercise": "heel-raise", "name": "Heel raise", "dose": "3 × 12", "side": "both", "outcome": "done",
             "duration_s": 90},
            {"exercise": None, "name": "-Own thing", "dose": "3 × 12", "side": "", "outcome": "done", "duration_s": None},
        ],
    }  # fmt: skip


def test_a_pain_of_zero_comes_out_as_zero_and_silence_as_nothing(ana: User) -> None:
    fill(ana)
    left, right = document(taken_out(ana))["symptoms"]
    assert (left["severity"], right["severity"], right["stiffness_min"], right["stiffness"]) == (3, 0, None, "")
    severity = table(taken_out(ana), "symptoms.csv")[0].index("severity")
    assert [line[severity] for line in table(taken_out(ana), "symptoms.csv")[1:]] == ["3", "0"]


def test_nothing_of_another_runner_comes_along(ana: User, ben: User) -> None:
    fill(ben)
    fill(ana)
    ana.symptoms.update(note="ANA'S MARKER")
    with zipfile.ZipFile(taken_out(ben)) as archive:
        whole = b"".join(archive.read(name) for name in archive.namelist())
    assert b"MARKER" not in whole
    assert ana.email.encode() not in whole
    assert ben.email.encode() in whole


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1", "＝1+1"])
def test_no_cell_begins_like_a_formula(ana: User, start: str) -> None:
    ana.training_sessions.create(day=DAY, minutes=1, note=start, routine_name=start)
    head, line = table(taken_out(ana), "sessions.csv")
    safe = f"'{start}" if start[0] not in "\t\r\n" else f"'{start[0]}'{start[1:]}"
    assert (line[head.index("note")], line[head.index("routine_name")]) == (safe, safe)
    assert document(taken_out(ana))["sessions"][0]["note"] == start


@pytest.mark.parametrize(
    ("said", "safe"),
    [
        ("a;=1+1", "a;'=1+1"),
        ("a; -1", "a; '-1"),
        ("pain\n@home", "pain\n'@home"),
        ('a",=1', "a\",'=1"),
        ("a|＝1", "a|'＝1"),
        (" =1+1", "' =1+1"),
        ("\u00a0\u2003@x", "'\u00a0\u2003@x"),
        ("12 - 15 reps; easy + short, 3-4", "12 - 15 reps; easy + short, 3-4"),
        ("me@example.org :-)", "me@example.org :-)"),
    ],
)
def test_no_cell_begins_like_a_formula_where_another_sign_separates_cells(said: str, safe: str) -> None:
    assert exporting.spreadsheet_cell(said) == safe


@example("", " =")
@given(st.text(alphabet="=+-@＝;,|\t\r\n\"' a1", max_size=12), st.text(alphabet="=+-@;,|\t\"' b", max_size=6))
def test_whatever_was_noted_no_program_finds_a_formula_in_the_file(note: str, other: str) -> None:
    page = io.StringIO()
    csv.writer(page).writerow(["2026-11-28", exporting.spreadsheet_cell(note), exporting.spreadsheet_cell(other)])
    for separator in ",;|\t":
        for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_NONE):
            read = csv.reader(io.StringIO(page.getvalue(), newline=""), delimiter=separator, quoting=quoting)
            cells = [cell.lstrip(' "') for line in read for cell in line]
            assert [cell for cell in cells if cell.startswith(tuple("=+-@＝"))] == []


def test_the_tables_say_what_the_document_says(ana: User) -> None:
    fill(ana)
    file = taken_out(ana)
    assert table(file, "days.csv") == [
        ["first_day", "last_day", "what", "note"],
        ["2026-11-19", "2026-11-19", "nothing hurt", ""],
        ["2026-11-20", "", "holiday", "away"],
    ]
    assert [line[3] for line in table(file, "exercises.csv")] == ["name", "Heel raise", "'-Own thing"]
    head, symptom, _ = table(file, "symptoms.csv")
    assert symptom[head.index("qualities")] == "ache stiff"


def test_the_day_stands_first_in_every_table(ana: User) -> None:
    fill(ana)
    file = taken_out(ana)
    heads = {name: table(file, name)[0] for name in exporting.NAMES if name.endswith(".csv")}
    assert {name: head[0] for name, head in heads.items()} == {
        "sessions.csv": "day", "exercises.csv": "day", "symptoms.csv": "day", "measures.csv": "day",
        "runs.csv": "day", "days.csv": "first_day", "by_day.csv": "day",
    }  # fmt: skip
    assert heads["symptoms.csv"] == [
        "day", "area", "side", "moment", "severity", "stiffness", "stiffness_min", "qualities", "timing", "onset", "context",
        "note", "entry_key", "logged_at", "zone", "changed_at", "version",
    ]  # fmt: skip


def test_a_line_for_each_day_and_place_is_ready_to_draw(ana: User) -> None:
    fill(ana)
    ana.symptoms.create(day=DAY, area="achilles_mid", side="left", moment="first_steps", severity=6, stiffness="none")
    ana.training_sessions.create(day=DAY - timedelta(days=2), routine_name="Daily")
    # Two days earlier a session without minutes; a day on which nothing hurt; then a day with two sore places, a run of
    # 5.2 km and one that does not say how far.
    assert table(taken_out(ana), "by_day.csv") == [
        ["day", "place", "side", "worst", "first_steps", "stiffness", "stiffness_min", "sessions", "minutes", "km", "clear",
         "period"],
        ["2026-11-18", "Achilles", "left", "", "", "", "", "1", "", "", "", ""],
        ["2026-11-18", "Achilles", "right", "", "", "", "", "1", "", "", "", ""],
        ["2026-11-19", "Achilles", "left", "", "", "", "", "", "", "", "1", ""],
        ["2026-11-19", "Achilles", "right", "", "", "", "", "", "", "", "1", ""],
        ["2026-11-20", "Achilles", "left", "6", "6", "none", "", "2", "17", "5.2", "", "holiday"],
        ["2026-11-20", "Achilles", "right", "0", "", "", "", "2", "17", "5.2", "", "holiday"],
    ]  # fmt: skip


def test_a_log_without_a_sore_place_has_a_line_for_each_day_and_an_empty_one_has_none(ana: User, ben: User) -> None:
    for back in (0, 2):
        ana.training_sessions.create(day=DAY - timedelta(days=back), minutes=5)
    lines = [",".join(line) for line in table(taken_out(ana), "by_day.csv")[1:]]
    assert lines == ["2026-11-18,,,,,,,1,5,,,", "2026-11-19,,,,,,,,,,,", "2026-11-20,,,,,,,1,5,,,"]
    assert len(table(taken_out(ben), "by_day.csv")) == 1


def test_what_is_true_of_one_account_only_stands_apart(ana: User) -> None:
    ana.last_login = NOW
    ana.save()
    with zipfile.ZipFile(taken_out(ana)) as archive:
        account = json.loads(archive.read("account.json"))
        assert sorted(archive.namelist()) == sorted(exporting.NAMES)
        assert b"2026-11-22 06:30 UTC" in archive.read("README.txt")
    assert [row["email"] for row in account["accounts.User"]] == ["ana@example.org"]
    assert account["accounts.User"][0]["consent_text"] == "test"
    assert "password" not in json.dumps(account)


def test_the_name_of_the_file_carries_the_day_and_nothing_else(ana: User) -> None:
    assert exporting.zip_name(ana) == f"ankles-{timezone.now().astimezone(ana.zone).date()}.zip"


@pytest.fixture
def fresh_register() -> Iterator[None]:
    """A register that was changed is forgotten again."""
    yield
    privacy.exported.cache_clear()


def test_a_field_that_joins_the_register_comes_out(
    ana: User, monkeypatch: pytest.MonkeyPatch, fresh_register: None
) -> None:
    fill(ana)
    assert "position" not in document(taken_out(ana))["sessions"][0]["exercises"][0]
    changed = tuple(replace(line, export=True) if line.fields == ("position",) else line for line in privacy.register())
    privacy.exported.cache_clear()
    monkeypatch.setattr(privacy, "register", lambda: changed)
    assert [one["position"] for one in document(taken_out(ana))["sessions"][0]["exercises"]] == [1, 2]


def test_a_long_log_is_never_held_in_memory_at_once(ana: User, tmp_path: Path) -> None:
    entry = {"area": "arch", "side": "left", "moment": "worst", "severity": 4, "note": "x" * 200}
    days = [DAY - timedelta(days=back) for back in range(3_000)]
    Symptom.objects.bulk_create([Symptom.new(ana, day=day, **entry) for day in days], batch_size=500)
    tracemalloc.start()
    with (tmp_path / "export.zip").open("w+b") as file:
        exporting.write_zip(ana, file, NOW)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    # The rows alone are 1.8 MB of text; as objects several times that.
    assert peak < 4_000_000
