"""Every sentence and cell of a sheet. They say what was entered, with its n; no advice, no cause, no verdict."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from logbook.day import MONTHS
from logbook.history.months import duration
from logbook.history.morning_after import STIFF
from logbook.history.periods import days_in_words
from logbook.history.week import counted_noun
from logbook.titles import title_of
from logbook.trends.counting import Tally, tally
from logbook.trends.doing import Block, DoneRow, ExerciseInSpan, RunInSpan, Stretch, doses
from logbook.trends.mornings import Mornings
from logbook.trends.spans import WEEK, Span

NOTHING: Final = "–"
TO_COME: Final = "to come"
# How far a sheet cuts what somebody wrote or called something, so that it stays one page.
LONGEST_NOTE: Final = 84
LONGEST_NAME: Final = 40
LONGEST_DOSE: Final = 44
LONGEST_DONE: Final = 58
LONGEST_DONE_OF_FEW: Final = 90  # beside two places or fewer
LONGEST_STAGE: Final = 64
MOST_QUESTIONS: Final = 5
# So long is what the beginning and the end of a span are compared over.
ENDS: Final = timedelta(days=2 * WEEK)


def on_paper(day: date) -> str:
    """`7 Sep 2026`: paper is read in another year, too."""
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def length_of_span(span: Span) -> str:
    """`12 weeks`, `30 days`."""
    return counted_noun(span.days // WEEK, "week") if span.days % WEEK == 0 else counted_noun(span.days, "day")


def number_or_dash(value: float | None) -> str:
    """`2`, `2.5`, `–` for none."""
    return NOTHING if value is None else f"{value:g}"


def n_of(found: Tally) -> str:
    """`n = 38`, which no line breaks."""
    return f"n\u00a0=\u00a0{found.n}"


def shortened(text: str, longest: int) -> str:
    """A text in one line, with an ellipsis after the last whole word that fits; a word that is too long is cut."""
    text = " ".join(text.split())
    if len(text) <= longest:
        return text
    begun = text[: longest - 1]
    whole = begun if text[longest - 1] == " " else begun.rpartition(" ")[0] or begun
    return f"{whole.rstrip(' ,;:')}…"


def questions(text: str) -> str:
    """The runner's own questions: line by line, or one after another where there are more lines than a sheet has for them."""
    lines = [line for line in (" ".join(line.split()) for line in text.splitlines()) if line]
    return ("\n" if len(lines) <= MOST_QUESTIONS else " · ").join(lines)


def worst_and_middle(found: Tally) -> str:
    """The worst number of a span with on how many days, and the middle one with n."""
    if found.high is None:
        return "No number in these days."
    # A day on which nothing hurt counts as 0 and has no number.
    days = found.counts[found.high] - (0 if found.high else found.clear)
    on = f" on {counted_noun(days, 'day')}" if days else ""
    return f"Worst {found.high}{on}; middle number {number_or_dash(found.middle)} ({n_of(found)})."


def first_and_last_weeks(span: Span, numbers: Mapping[date, int], clear: Collection[date]) -> str:
    """The first two weeks and the last two, where a span holds both apart."""
    first, last = (
        Span(span.first, span.first + ENDS - timedelta(days=1)),
        Span(span.last - ENDS + timedelta(days=1), span.last),
    )
    if first.last >= last.first:
        return ""
    one, other = tally(first, numbers, clear), tally(last, numbers, clear)
    if not one.n and not other.n:
        return ""
    return f"First 2 weeks {number_or_dash(one.middle)} ({n_of(one)}), last 2 weeks {number_or_dash(other.middle)} ({n_of(other)})."


def mornings_line(found: Mornings) -> str:
    """First steps and stiffness of a span; nothing where nobody answered."""
    parts = []
    steps = found.first_steps
    if steps.n - steps.clear > 0:
        parts.append(f"first steps worst {steps.high}, middle {number_or_dash(steps.middle)} ({n_of(steps)})")
    if found.stiffness:
        answers = ", ".join(f"{STIFF[answer]} on {count}" for answer, count in found.stiffness.items())
        parts.append(answers + (f" (longest {found.longest_min} min)" if found.longest_min else ""))
    return f"Mornings: {'; '.join(parts)}." if parts else ""


def numbers_of_block(found: Tally) -> str:
    """A block of days in a table: middle, worst, n."""
    return "" if found.middle is None else f"{number_or_dash(found.middle)} / {found.high} ({found.n})"


def morning_cell(found: Tally) -> str:
    """The same of first steps."""
    return "" if found.middle is None else f"{number_or_dash(found.middle)} ({found.n})"


def sessions_line(found: Block) -> str:
    """`34 sessions, 11 h 20 min in 30 of them`."""
    if not found.sessions:
        return "No session logged."
    counted = counted_noun(found.sessions, "session")
    if not found.timed:
        return f"{counted}, no minutes given."
    part = f" in {found.timed} of them" if found.timed < found.sessions else ""
    return f"{counted}, {duration(found.minutes)}{part}."


def exercises_line(found: list[ExerciseInSpan], rows: list[DoneRow], most: int) -> str:
    """The exercises done on most days, each with the dose it had last: `Heel raise, 3 × 12 (22 days)`."""
    # Of each exercise the doses come with the one that began last first.
    last: dict[str, Stretch] = {}
    for one in doses(rows):
        last.setdefault(one.name, one)
    told = [
        f"{shortened(one.name, LONGEST_NAME)}{_dose(last.get(one.name))} ({counted_noun(one.days, 'day')})"
        for one in found[:most]
    ]
    more = f"; and {len(found) - most} more" if len(found) > most else ""
    return "; ".join(told) + more + "." if told else ""


def _dose(stretch: Stretch | None) -> str:
    return f", {shortened(stretch.detail, LONGEST_DOSE)}" if stretch and stretch.detail else ""


def stage(one: Stretch, last: date) -> str:
    """`Calf strength: Stage 2, 3 to 21 Nov (9 sessions)`: of a span that ends on `last`."""
    name = title_of(one.name, one.detail)
    return f"{shortened(name, LONGEST_STAGE)}, {days_in_words(one.first, one.last, last)} ({counted_noun(one.times, 'session')})"


def how_far(run: RunInSpan) -> str:
    """`5.2 km`, else `25 min`."""
    return f"{kilometres(run.distance_m)} km" if run.distance_m else f"{round((run.duration_s or 0) / 60)} min"


def runs_line(found: Sequence[RunInSpan]) -> str:
    """`12 runs, 96.4 km, 9 h 10 min; the longest 14 km`: silent about what nobody gave."""
    if not found:
        return "No run logged."
    far = [run.distance_m for run in found if run.distance_m is not None]
    long = [run.duration_s for run in found if run.duration_s is not None]
    parts = [counted_noun(len(found), "run")]
    if far:
        parts.append(f"{kilometres(sum(far))} km" + (f" in {len(far)} of them" if len(far) < len(found) else ""))
    if long:
        time = duration(round(sum(long) / 60))
        parts.append(time + (f" in {len(long)} of them" if len(long) < len(found) else ""))
    longest = f"; the longest {kilometres(max(far))} km" if far else ""
    return f"{', '.join(parts)}{longest}."


def kilometres(metres: int) -> str:
    """`96.4`: to a tenth."""
    return f"{metres / 1000:.1f}".removesuffix(".0")
