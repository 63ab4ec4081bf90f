"""The fourteen regions of the foot map and the 26 areas of the logbook's closed list, many to many.

A region is a place to tap; an area is what is stored (FACTS.md F). Each region opens on its main area; each area is
shown on its main region. `ankle_whole` and `other_unsure` are no single place: they stand in the list, never on the map.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class MapRegion:
    """A region of the map: its id, the name people read, the views it appears in, its areas with the main one first."""

    id: str
    name: str
    views: tuple[str, ...]
    areas: tuple[str, ...]

    @property
    def in_a_sentence(self) -> str:
        """The name where no sentence begins: of them all only the Achilles keeps its capital."""
        return self.name if self.name.startswith("Achilles") else f"{self.name[0].lower()}{self.name[1:]}"

    @property
    def main(self) -> str:
        """The area stored when nothing finer is chosen."""
        return self.areas[0]


REGIONS: tuple[MapRegion, ...] = (
    MapRegion("calf", "Calf", ("back",), ("calf_lower", "calf_upper")),
    MapRegion("achilles", "Achilles tendon", ("back",), ("achilles_mid", "ankle_back_deep")),
    MapRegion("heel-back", "Back of the heel", ("back", "outer", "inner"), ("achilles_insertion", "heel_sides")),
    MapRegion("heel-pad", "Under the heel", ("sole",), ("heel_plantar", "heel_sides")),
    MapRegion("arch", "Arch", ("sole", "inner"), ("arch",)),
    MapRegion("ball", "Ball of the foot", ("sole",), ("forefoot_ball", "forefoot_bones")),
    MapRegion("toes", "Toes", ("sole",), ("toes", "big_toe")),
    MapRegion("outer-shin", "Outer shin", ("outer",), ("shin_outer", "shin_front", "fibula_lower")),
    MapRegion(
        "outer-ankle",
        "Outer ankle",
        ("outer",),
        ("ankle_outer", "ankle_outer_behind", "malleolus_bone", "fibula_lower", "ankle_high"),
    ),
    MapRegion("outer-edge", "Outer edge of the foot", ("outer",), ("midfoot_outer", "ankle_outer_behind")),
    MapRegion("inner-shin", "Inner shin", ("inner",), ("shin_inner", "shin_front")),
    MapRegion("inner-ankle", "Inner ankle", ("inner",), ("ankle_inner", "malleolus_bone")),
    MapRegion("big-toe", "Big toe", ("inner",), ("big_toe",)),
    MapRegion(
        "foot-top",
        "Front of the ankle and top of the foot",
        ("outer", "inner"),
        ("ankle_front", "midfoot_top", "forefoot_bones", "ankle_high"),
    ),
)
# Regions that people name although no drawing can show them.
UNDRAWN: tuple[MapRegion, ...] = (MapRegion("whole-ankle", "The whole ankle", (), ("ankle_whole",)),)
BY_ID: dict[str, MapRegion] = {region.id: region for region in REGIONS}
MAIN_REGION: dict[str, str] = {
    "achilles_mid": "achilles", "achilles_insertion": "heel-back", "heel_plantar": "heel-pad", "heel_sides": "heel-back", "arch": "arch",
    "ankle_outer": "outer-ankle", "ankle_outer_behind": "outer-ankle", "ankle_inner": "inner-ankle", "ankle_front": "foot-top",
    "ankle_back_deep": "achilles", "ankle_high": "outer-ankle", "malleolus_bone": "outer-ankle", "midfoot_top": "foot-top",
    "midfoot_outer": "outer-edge", "forefoot_bones": "foot-top", "forefoot_ball": "ball", "big_toe": "big-toe", "toes": "toes",
    "calf_upper": "calf", "calf_lower": "calf", "shin_inner": "inner-shin", "shin_front": "outer-shin", "shin_outer": "outer-shin",
    "fibula_lower": "outer-shin",
}  # fmt: skip
OUTSIDE_THE_MAP: tuple[str, ...] = ("ankle_whole", "other_unsure")
AREAS: tuple[str, ...] = (*MAIN_REGION, *OUTSIDE_THE_MAP)
