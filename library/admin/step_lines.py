"""The steps of a routine while they are written: each on one line, and their times together.

Both are made of what stands in the fields, however unfinished; js/desk/steps.js says the same while somebody types.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ankles.sent_numbers import number_sent
from library.doses import EN_DASH, TIMES

NO_EXERCISE = "No exercise yet"
NEW = "New step"
NEW_STAGE = "new stage"
WHOSE = {"each": "each side", "both": "both sides", "turns": "by turns", "sore": "sore side"}
# What a line is made of.
SAID = (
    "exercise",
    "sets",
    "reps",
    "hold_s",
    "duration_s",
    "distance_m",
    "sides",
    "time_s",
    "optional",
    "position",
    "in_stage",
)
Typed = Mapping[str, str]


def one_line(typed: Typed, stages: Sequence[tuple[str, str]] = ()) -> str:
    """A step as one line: `3. Heel raise, 3 × 15, each side, 10:30`; in a programme with the name of its stage."""
    said = [
        typed["exercise"] or NO_EXERCISE,
        _amount(typed),
        WHOSE.get(typed["sides"], ""),
        clock_of_typed(typed["time_s"]),
        "optional" if typed["optional"] else "",
        _stage(typed["in_stage"], dict(stages)),
    ]
    if not any([typed["exercise"], *said[1:]]):
        return NEW
    number = f"{typed['position']}. " if typed["position"] else ""
    return number + ", ".join(words for words in said if words)


def _stage(row: str, stages: Mapping[str, str]) -> str:
    """The name of a stage; its number where it has none."""
    name = stages.get(row, "").partition(". ")[2]
    if name and name != NEW_STAGE:
        return name
    number = number_sent(row)
    return "" if number is None else f"stage {number + 1}"


def _amount(typed: Typed) -> str:
    sets, reps, hold, going, far = (
        typed[name].replace("-", EN_DASH) for name in ("sets", "reps", "hold_s", "duration_s", "distance_m")
    )
    if reps and hold:
        one = f"{reps} {TIMES} {hold} s"
    elif going and reps in ("", "1"):
        one = f"{going} s"
    elif reps:
        one = reps
    else:
        one = f"{hold} s" if hold else f"{far} m" if far else ""
    return f"{sets} {TIMES} {one}" if one and sets not in ("", "1") else one


def clock_of_typed(seconds: str | int) -> str:
    """Seconds as minutes and seconds, `10:30`; as it was typed where it is no number of them."""
    number = number_sent(str(seconds))
    return str(seconds) if number is None else f"{number // 60}:{number % 60:02}"


def total_times(steps: Iterable[Typed], stages: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The times of the steps together: (name, `32:10`) for the steps of no stage and of each stage.

    `stages` are the choices of the form: the row of a stage and its name; "" is no stage.
    """
    sums: dict[str, int] = {}
    for step in steps:
        if (time_s := number_sent(step["time_s"])) is not None:
            sums[step["in_stage"]] = sums.get(step["in_stage"], 0) + time_s
    return [(name if row else "All times together", clock_of_typed(sums[row])) for row, name in stages if row in sums]
