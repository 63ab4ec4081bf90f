"""What stands on a runner's report: a row of theirs, so that no address holds it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from ankles.accounts.models import User
from logbook.models import ReportChoice, Sheet
from logbook.place import Place
from logbook.trends.reading import Overview

USUAL_WEEKS: Final = 12


def chosen_sheet(runner: User) -> ReportChoice:
    """The runner's choice; twelve weeks of what they follow, without notes, before anything was chosen (then not saved)."""
    kept: ReportChoice | None = runner.report_choices.kept()
    return kept or ReportChoice(runner=runner, weeks=USUAL_WEEKS)


def keep_sheet(runner: User, says: Mapping[str, Any]) -> None:
    """Keep a choice in the place of the one before. The values are those of a valid form."""
    runner.report_choices.update_or_create(defaults=dict(says))


def places_of(sheet: Sheet, overview: Overview) -> list[Place]:
    """The places of a sheet: those chosen; where a report has none chosen, those followed, else those logged last.

    A link shows what it was made with: a place that is followed later does not join it.
    """
    if sheet.places or not isinstance(sheet, ReportChoice):
        return sheet.chosen_places
    return list(overview.usual_places)


def known_places(sheet: Sheet, overview: Overview) -> list[Place]:
    """The places to choose from: those followed, those ever logged, and those of the sheet; each once."""
    return list(dict.fromkeys([*overview.followed, *sorted(overview.places), *sheet.chosen_places]))
