"""What Today and a day ask about places: the ones a runner follows, the morning, somewhere else, nothing at all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, Protocol

from ankles.accounts.models import User
from logbook.day import as_seen_from, day_url
from logbook.guide import places
from logbook.place import Place
from logbook.vocabulary import Moment, Stiffness


class FollowedPlace(NamedTuple):
    """A place that is asked about, with its last number before a day; None where there was none."""

    place: Place
    last_severity: int | None
    last_day: date | None


def followed_places(runner: User, day: date, moment: str = Moment.WORST) -> list[FollowedPlace]:
    """The places a runner follows, with the last number before a day at one moment of theirs: one query."""
    rows = runner.followed.with_last(moment, day).in_order()
    found = rows.values_list("area", "side", "last_severity", "last_day")  # type: ignore[misc]  # with_last adds them
    return [FollowedPlace(Place(area, side), *last) for area, side, *last in found]


class SymptomEntry(Protocol):
    """A symptom of the log: a row of its table, or a `record.SymptomRow`."""

    @property
    def id(self) -> int:
        """Its number."""

    @property
    def place(self) -> Place:
        """Where it was felt."""

    @property
    def moment(self) -> str:
        """When on its day."""

    @property
    def severity(self) -> int | None:
        """0 to 10, or nothing."""

    @property
    def stiffness(self) -> str:
        """How long until walking felt normal, or nothing."""


@dataclass(frozen=True)
class PlaceCard:
    """A followed place. `number` is what was logged for the day; None is no answer, not zero.

    `last` is the day of the last number before, as one says it, and `before` that number.
    """

    place: Place
    number: int | None
    last: str
    before: int | None
    change: str
    read: str


def place_cards(
    followed: Iterable[FollowedPlace], felt: Iterable[SymptomEntry], day: date, today: date
) -> list[PlaceCard]:
    """A card for each followed place, with the number of the day if there is one and the last one before, with its day."""
    worst = {row.place: row for row in felt if row.moment == Moment.WORST}
    found = []
    for one in followed:
        row = worst.get(one.place)
        found.append(
            PlaceCard(
                place=one.place,
                number=row.severity if row else None,
                last=last_day(one, today),
                before=one.last_severity,
                change=day_url(day, f"symptoms/{row.id}/") if row else "",
                read=places.page_about(one.place.area),
            )
        )
    return found


def last_day(one: FollowedPlace, today: date) -> str:
    """The day of the last number, "yesterday" or "22 Nov"; nothing where there was none."""
    return as_seen_from(one.last_day, today) if one.last_day else ""


def follow(runner: User, place: Place, *, stop: bool) -> None:
    """Ask about a place from now on, or no longer; its entries stay either way."""
    if stop:
        runner.followed.of_place(place).delete()
    else:
        runner.followed.get_or_create(**place._asdict())


def is_followed(runner: User, place: Place) -> bool:
    """Whether Today asks about a place."""
    return runner.followed.of_place(place).exists()


def morning_lines(felt: Iterable[SymptomEntry]) -> list[str]:
    """What the morning of the day was like, a line for each place: "Left Achilles 3, stiff 10 to 30 min"."""
    return [symptom_in_words(row) for row in felt if row.moment == Moment.FIRST_STEPS]


# How an answer about stiffness reads after a place and its number.
STIFF = {
    Stiffness.NONE: "not stiff",
    Stiffness.UNDER_10: "stiff under 10 min",
    Stiffness.FROM_10_TO_30: "stiff 10 to 30 min",
    Stiffness.OVER_30: "stiff over 30 min",
}


def symptom_in_words(row: SymptomEntry) -> str:
    """A place and what was said of it: "Left Achilles 3", "Left Achilles 3, not stiff", "Left Achilles, not stiff"."""
    number = "" if row.severity is None else f" {row.severity}"
    stiff = f", {STIFF[Stiffness(row.stiffness)]}" if row.stiffness else ""
    return f"{row.place.name}{number}{stiff}"


@dataclass(frozen=True)
class PlaceQuestions:
    """All that one page asks about places. `may_clear` says whether "nothing" can be said of the day."""

    day: date
    is_today: bool
    cards: Sequence[PlaceCard]
    mornings: Sequence[str]
    is_clear: bool
    may_clear: bool

    @property
    def symptoms(self) -> str:
        """Where a number is sent, and where a new place is chosen."""
        return day_url(self.day, "symptoms/")

    @property
    def morning(self) -> str:
        """Where the morning check is."""
        return day_url(self.day, "morning/")

    @property
    def clear(self) -> str:
        """Where "nothing" is said."""
        return day_url(self.day, "clear/")

    @property
    def day_iso(self) -> str:
        """The day as a form sends it."""
        return self.day.isoformat()


def place_questions(
    followed: Iterable[FollowedPlace],
    felt: Sequence[SymptomEntry],
    day: date,
    today: date,
    *,
    is_clear: bool,
) -> PlaceQuestions:
    """What the page of a day asks; `felt` are the entries of that day."""
    return PlaceQuestions(
        day=day,
        is_today=day == today,
        cards=place_cards(followed, felt, day, today),
        mornings=morning_lines(felt),
        is_clear=is_clear,
        may_clear=not is_clear and not felt,
    )
