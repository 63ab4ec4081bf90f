"""A towel on the floor that toes gather: flat and long, then in folds at the foot with its far end drawn in."""

from collections.abc import Callable

from ankles.svg import svg_number as n
from library.figures.closeplace import GroupPlace
from library.figures.posefile import PoseFile
from library.figures.props import path

BACK, FRONT, SLANT = (
    247.0,
    268.0,
    8.0,
)  # the far and the near edge on the floor, and how far the near one lies to the left
# Low under the toes, so that they are seen to hold it; high behind the ball of the foot and before the toes.
HEAP = (
    "M-8,0C-6,-16 0,-27 10,-24C18,-33 30,-30 35,-16C43,-19 53,-17 59,-13C67,-16 75,-15 80,-12C83,-25 93,-29 99,-21"
    "C107,-20 111,-9 111,0Z"
)
CREASES = (
    "M10,-24C13,-15 9,-7 4,-2M23,-27C25,-16 23,-8 18,-2M35,-16C37,-10 35,-6 31,-2M47,-15C49,-10 47,-5 44,-2"
    "M59,-13C61,-9 60,-5 57,-2M80,-12C81,-8 79,-5 76,-2M91,-23C89,-15 90,-8 87,-2M99,-21C99,-13 101,-7 99,-2"
)
FOLDS = 46.0  # how much of the towel's length the folds take at the foot


def spread(pose: PoseFile) -> tuple[float, float]:
    """Where the towel begins under the foot, and where its far end lies."""
    data = dict(pose.props)["cloth"]
    return float(data["x"]), float(data["x"] + data["width"])


def towel_groups(pose: PoseFile, drawn_in: float) -> dict[str, GroupPlace]:
    """The far end (`cl`), the flat part between (`cs`) and the folds (`cf`) when the end is drawn in by so much."""
    begins, ends = spread(pose)
    return {
        "cl": GroupPlace(-drawn_in, 0),
        "cs": GroupPlace(begins, 0, across=(ends - drawn_in - begins) / (ends - begins)),
        "cf": GroupPlace(begins, FRONT, up=max(0.01, drawn_in / FOLDS)),
    }


def sheet(long: float) -> str:
    """The outline of so much of it, lying flat."""
    return f"M0,{n(BACK)}H{n(long)}L{n(long - SLANT)},{n(FRONT)}H-{n(SLANT)}Z"


def shadow(pose: PoseFile) -> str:
    """Where the towel lay at the start."""
    begins, ends = spread(pose)
    return f'<g transform="translate({n(begins)},0)">{path("shadow", sheet(ends - begins))}</g>'


def flat(pose: PoseFile, group: Callable[[str, str], str], *, fine: bool) -> str:
    """The towel as it lies under the foot, with two stripes and a fringe at its far end."""
    begins, ends = spread(pose)
    slant = f"l-{n(SLANT)},{n(FRONT - BACK)}"
    stripes = "".join(f"M{n(ends - gap)},{n(BACK)}{slant}" for gap in (10, 17))
    fringe = "".join(
        f"M{n(ends - SLANT * part)},{n(BACK + (FRONT - BACK) * part)}h6" for part in (0.04, 0.28, 0.52, 0.76, 0.98)
    )
    end = (path("pr-coil", stripes) if fine else "") + path("pr-fringe", fringe)
    return group("cs", path("pr-cloth", sheet(ends - begins))) + group("cl", end)


def folds(group: Callable[[str, str], str], *, fine: bool) -> str:
    """The folds under the toes, standing on the near edge."""
    return group("cf", path("pr-cloth", HEAP) + (path("pr-crease", CREASES) if fine else ""))
