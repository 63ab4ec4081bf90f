"""The exercise figures: one pose file each, solved once per process and drawn on demand."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from library.figures import closeup, drawing
from library.figures.closeplace import SolvedCloseUp
from library.figures.closesolve import solve_close_up
from library.figures.compact import lighter
from library.figures.errors import PoseError
from library.figures.frame import framed_figure
from library.figures.motion import body_rules, tempo
from library.figures.posefile import PoseFile, read_pose
from library.figures.skeleton import Body
from library.figures.solver import solve_body

POSES = Path(__file__).resolve().parent.parent / "content" / "poses"
SIZES = ("plate", "card", "thumb")
SECOND = ("-both", "-each")  # end the name of a second drawing: on two legs of what is drawn on one, or on one of two
DETAIL = {"plate": 2, "card": 1, "thumb": 0}
TO_COME = '<text class="to-come" x="160" y="144">Drawing<tspan x="160" dy="1.2em">to come</tspan></text>'


@dataclass(frozen=True)
class SolvedPose:
    """A pose file with its solved bodies."""

    pose: PoseFile
    bodies: Mapping[str, Body]
    moments: Mapping[str, SolvedCloseUp]


def art(found: SolvedPose, phase: str, *, moving: bool, detail: int, mirror: bool) -> str:
    """The drawing of one phase, without its frame."""
    if found.moments:
        before = None if phase == "start" and not moving else found.moments["start"]
        # An inner side that faces right belongs to a left foot: the outlines of that camera are drawn as one.
        turned_over = mirror != (found.pose.camera == "foot-side")
        painter = closeup.CloseUpPainter(
            found.pose, found.moments[phase], moving=moving, detail=detail, before=before, mirror=turned_over
        )
        return painter.picture()
    body = found.bodies[phase]
    return drawing.Painter(found.pose, body, moving=moving, detail=detail, mirror=mirror, phase=phase).picture()


def built(pose: PoseFile) -> SolvedPose:
    """A pose solved, and drawn once so that nothing wrong is left to find later. Raises PoseError."""
    try:
        whole = pose.camera == "whole"
        found = SolvedPose(pose, solve_body(pose) if whole else {}, {} if whole else solve_close_up(pose))
        drawn = art(found, next(iter(pose.phases)), moving=False, detail=2, mirror=False)
        framed_figure(pose, drawn, size="plate", motion=False, marks=True, title=None, side="right")
    except PoseError:
        raise
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise PoseError(pose.file, "file", f"a value is missing or of the wrong kind: {error}") from error
    return found


@lru_cache(maxsize=64)
def solved_pose(slug: str) -> SolvedPose:
    """The solved pose of one exercise. Raises PoseError when its file is wrong or missing."""
    file = POSES / f"{slug}.yaml"
    if not file.is_file():
        raise PoseError(file.name, "file", "there is no such pose file")
    return built(read_pose(file))


def slugs() -> list[str]:
    """Every exercise that has a pose file, in order of its name."""
    return sorted(file.stem for file in POSES.glob("*.yaml") if not file.stem.endswith(SECOND))


def drawings() -> list[str]:
    """Every pose file by its name: the exercises, and those drawn a second time on the other number of legs."""
    return sorted(file.stem for file in POSES.glob("*.yaml"))


def drawn_as(slug: str, sides: str) -> str:
    """The name of the drawing of an exercise done with some sides: `heel-raise-straight-both` for both legs together,
    `heel-raise-bent-each` for one at a time, where there is such a drawing, else the exercise's own."""
    second = f"{slug}-{sides}"
    return second if second.endswith(SECOND) and has_pose(second) else slug


def has_pose(slug: str) -> bool:
    """Whether an exercise has a drawing of its own."""
    return "/" not in slug and (POSES / f"{slug}.yaml").is_file()


def has_amber(slug: str) -> bool:
    """Whether a drawing marks in amber what works or stretches."""
    return has_pose(slug) and bool(solved_pose(slug).pose.glow)


def marks(slug: str) -> list[str]:
    """The words of a drawing's labels, such as `back knee straight`; none without a pose."""
    return [str(mark["say"]).replace("|", " ") for mark in solved_pose(slug).pose.marks] if has_pose(slug) else []


def title_of_pose(slug: str) -> str:
    """What a drawing shows, in a few words; empty without a pose."""
    return solved_pose(slug).pose.title if has_pose(slug) else ""


def fallback(slug: str, *, size: str, title: str | None) -> str:
    """The plate of an exercise nobody has drawn yet says so, where a mark without words would look like a picture."""
    blank = PoseFile(slug=slug, file="", title="", desc="No drawing of this exercise yet.", phases={})
    return framed_figure(blank, TO_COME, size=size, motion=False, marks=False, title=title, side="right")


@lru_cache(maxsize=512)
def figure(
    slug: str,
    *,
    frame: str = "end",
    size: str = "plate",
    motion: bool = False,
    marks: bool = False,
    title: str | None = None,
    side: str = "right",
) -> str:
    """An exercise as SVG markup.

    `frame` is start, middle, end or fourth; `size` plate (all detail), card (light) or thumb (lighter: no signs, cuffs or halos); `motion` adds the joint
    classes that `movement_css(slug)` moves; `marks` adds the labels; without a `title` the figure is hidden from
    screen readers, for use beside a visible name; `side` left mirrors the body, never the words.
    """
    if size not in SIZES:
        raise ValueError(f"size {size!r} is not one of {', '.join(SIZES)}")
    if side not in ("left", "right"):
        raise ValueError(f"side {side!r} is not left or right")
    if not has_pose(slug):
        return fallback(slug, size=size, title=title)
    found = solved_pose(slug)
    phases = list(found.pose.phases)
    shown = frame if frame in phases else phases[-1] if frame == "end" else phases[0]
    drawn = art(found, shown, moving=motion, detail=DETAIL[size], mirror=side == "left")
    if size != "plate" and not motion:
        drawn = lighter(drawn)
    return framed_figure(found.pose, drawn, size=size, motion=motion, marks=marks, title=title, side=side)


@lru_cache(maxsize=64)
def movement_css(slug: str) -> str:
    """The CSS of an exercise's movement: custom properties per joint under `.x-<slug>`; empty without a pose."""
    if not has_pose(slug):
        return ""
    found = solved_pose(slug)
    rules = closeup.close_up_rules(found.pose, found.moments) if found.moments else body_rules(found.pose, found.bodies)
    return f"{tempo(found.pose)}\n{rules}\n"
