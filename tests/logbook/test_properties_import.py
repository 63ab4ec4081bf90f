"""What goes out comes in again; and a file that is not what went out is refused whole or taken in sound."""

from __future__ import annotations

import io
import json
import zipfile
from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ankles.accounts.models import User
from logbook.models import TrainingSession
from logbook.takeout import exporting, importing
from tests.logbook.examples import ACTS, Act, contradictions, do, entries, undone

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SEVERAL = st.lists(ACTS, min_size=1, max_size=6)
JUNK: list[Any] = [
    None, True, False, -1, 0, 11, 2**31, 2**63, 2**70, 1.5, 1e308, "", "x", "\0", "\ud800", "é́🏃", "=1+1", "x" * 2_001, "x" * 250_000,
    "2026-02-30", "1999-12-31", "9999-12-31", "0000-00-00", "24:00", "2026-11-22T10:00:00", "2026-11-22T10:00:00+99:00",
    "00000000-0000-0000-0000-000000000000", "Mars/Olympus", [], {}, [[]], ["ache"] * 50, [None], {"a": []}, ["ache", "ache"],
    "left", "worst", "none", "over_30", "rest",
]  # fmt: skip


def packed(document: Any) -> bytes:
    """A ZIP that holds only this as its JSON."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(exporting.JSON_NAME, json.dumps(document))
    return buffer.getvalue()


def exported(runner: User) -> bytes:
    """A runner's export."""
    buffer = io.BytesIO()
    exporting.write_zip(runner, buffer, NOW)
    return buffer.getvalue()


def document_of(archive: bytes) -> Any:
    """The JSON of an export."""
    return json.loads(zipfile.ZipFile(io.BytesIO(archive)).read(exporting.JSON_NAME))


def take_in(runner: User, archive: bytes) -> str:
    """Try it as a runner would: look first, then take it in; what was said."""
    try:
        importing.check(runner, importing.open_export(io.BytesIO(archive)))
        importing.take_in(runner, importing.open_export(io.BytesIO(archive)))
    except importing.Unreadable as error:
        return str(error)
    return ""


def everything(runner: User) -> Any:
    """A log with what stands beside it."""
    runner.refresh_from_db()
    places = list(runner.followed.order_by("pk").values_list("area", "side", "since"))
    pins = list(runner.pinned_routines.order_by("position").values_list("position", "routine_name", "stage_name"))
    return entries(runner), places, pins, (runner.time_zone, runner.week_start, runner.weekly_aim)


def lists_in(node: Any) -> list[list[Any]]:
    """Every list of a document, at any depth."""
    inner = node.values() if isinstance(node, dict) else node if isinstance(node, list) else []
    return ([node] if isinstance(node, list) else []) + [found for child in inner for found in lists_in(child)]


def nodes_in(node: Any) -> list[tuple[Any, Any]]:
    """Every (holder, key) of a document, at any depth."""
    keys = list(node) if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else []
    return [(node, key) for key in keys] + [found for key in keys for found in nodes_in(node[key])]


@st.composite
def spoilt(draw: st.DrawFn, document: Any) -> Any:
    """The document in any order, with one to three things in it changed, left out, or there twice."""
    document = deepcopy(document)
    # A file may have its parts in any order.
    order = draw(st.permutations(list(document)))
    for _ in range(draw(st.integers(1, 3))):
        places = nodes_in(document)
        if not places:
            break
        holder, key = draw(st.sampled_from(places))
        how = draw(st.sampled_from(["other", "other", "other", "gone", "twice"]))
        if how == "other":
            # A copy: the next change may be made inside of it.
            holder[key] = deepcopy(draw(st.sampled_from(JUNK)))
        elif how == "gone":
            del holder[key]
        elif isinstance(holder, list):
            holder.append(deepcopy(holder[key]))
    return {name: document[name] for name in order if name in document}


@given(acts=SEVERAL)
def test_what_went_out_comes_into_another_account_the_same_and_only_once(ana: User, ben: User, acts: list[Act]) -> None:
    with undone():
        for act in acts:
            do(ana, act)
        archive = exported(ana)
        assert (take_in(ben, archive), everything(ben)) == ("", everything(ana))
        assert (take_in(ben, archive), everything(ben)) == ("", everything(ana))
        assert document_of(exported(ben)) == document_of(archive)


@given(acts=SEVERAL, data=st.data())
def test_an_export_with_anything_changed_is_refused_or_taken_in_sound(
    ana: User, ben: User, acts: list[Act], data: st.DataObject
) -> None:
    with undone():
        for act in acts:
            do(ana, act)
        before = everything(ana), everything(ben)
        refused = take_in(ben, packed(data.draw(spoilt(document_of(exported(ana))))))
        assert everything(ana) == before[0]
        assert not refused or everything(ben) == before[1]
        assert contradictions(ben) == []
        for row in [*ben.training_sessions.all(), *ben.symptoms.all(), *ben.periods.all(), *ben.clear_days.all()]:
            row.full_clean(exclude=["entry_key"] if isinstance(row, TrainingSession) else [])


@given(acts=SEVERAL, at=st.floats(0, 1), bits=st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 7)), max_size=3))
def test_a_file_that_was_cut_off_or_damaged_on_its_way_never_breaks_anything(
    ana: User, ben: User, acts: list[Act], at: float, bits: list[tuple[float, int]]
) -> None:
    with undone():
        for act in acts:
            do(ana, act)
        archive = bytearray(exported(ana))
        for where, bit in bits:
            archive[int(where * len(archive))] ^= 1 << bit
        before = everything(ben)
        refused = take_in(ben, bytes(archive[: int(at * len(archive))] if not bits else archive))
        assert not refused or everything(ben) == before
        assert contradictions(ben) == []


@given(depth=st.sampled_from([10, 1_000, 100_000]), opening=st.sampled_from(["[", '{"a":', '[{"sessions":']))
def test_a_file_that_nests_without_end_is_refused(ben: User, depth: int, opening: str) -> None:
    buffer = io.BytesIO()
    with undone(), zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(exporting.JSON_NAME, '{"format": "ankles", "version": 1, "profile": ' + opening * depth)
    assert take_in(ben, buffer.getvalue()) != ""
