"""What the desk calls what a document names by a short name alone: exercises, routines, areas and warning signs."""

from __future__ import annotations

from functools import cached_property

from library import referable
from library.admin.picking import ExerciseNames
from library.models import Area, Routine
from library.signs import Signs


class Called:
    """Names as the form shows them; each table is read once, when it is first asked. A name that leads nowhere stays."""

    def __init__(self) -> None:
        self._exercises = ExerciseNames()

    @cached_property
    def _routines(self) -> dict[str, str]:
        return dict(Routine.objects.values_list("slug", "title"))

    @cached_property
    def _areas(self) -> dict[str, str]:
        return dict(Area.objects.values_list("code", "label"))

    @cached_property
    def _signs(self) -> Signs:
        return referable.signs_in_force()

    def exercise(self, name: str) -> str:
        """The title of an exercise, or what the form says of one that is not there."""
        return self._exercises.shown(self._exercises.slug(name))

    def named(self, key: str, name: str) -> str:
        """What is named so in a field of a document; as it is where the field names nothing by a short name."""
        if key == "exercises":
            return self.exercise(name)
        if key == "programme":
            return self._routines.get(name, name)
        if key == "areas":
            return self._areas.get(name, name)
        if key in ("stop_and_see", "rule_out") and name in self._signs:
            return self._signs[name].text
        return name
