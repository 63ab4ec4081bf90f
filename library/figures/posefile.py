"""Reading a pose file: closed keys, inherited phases, the middle worked out. Refuses with file, key and reason."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from library.figures.errors import PoseError
from library.figures.surfaces import Prop

TOP_KEYS = {
    "title", "desc", "look", "camera", "view", "props", "links", "glow", "signs", "marks", "tempo", "seconds", "cycle",
    "phases", "hands", "wear", "shadow",
}  # fmt: skip
PHASE_KEYS = {"hip", "sit", "stand", "lean", "head", "near", "far"}
SIDE_KEYS = {"foot", "thigh", "shin", "knee", "toe", "hand", "upper", "fore", "wrist", "elbow"}
FOOT_KEYS = {"flat", "toes", "heel", "ankle", "angle", "lift", "upon"}
HAND_KEYS = {"holds", "y", "x", "at", "side", "along", "share", "out"}
STAND_KEYS = {"leg", "shin", "knee"}
LOOK: dict[str, set[Any]] = {"hair": {"pony", "crop", "bun"}, "skin": {1, 2, 3}}
# The same grammar in C where PyYAML was built with it: thirty files in 15 milliseconds instead of 85.
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
CAMERAS = ("whole", "foot-side", "foot-front", "toes")
PHASES = ("start", "middle", "end", "fourth")
# What each phase is called in the stylesheet; early and late are worked out, so that planted feet do not skate.
LETTERS = {"start": "a", "early": "p", "middle": "m", "late": "q", "end": "b", "fourth": "n"}
PROP_KEYS: dict[str, set[str]] = {
    "floor": {"from", "to"}, "wall": {"x"}, "wall-behind": {"x"}, "chair": {"x", "seat"}, "mat": {"from", "to"},
    "step": {"x", "width", "height"}, "rail": {"x", "top"}, "post": {"x", "top", "tied"},
    "roll": {"x", "y", "r"}, "towel": {"x", "width"}, "table": {"x", "top", "tied"}, "knee": {"x", "y"},
    "ball": {"x", "y", "r"}, "cloth": {"x", "width"}, "block": {"x", "y", "width", "height"},
}  # fmt: skip


@dataclass(frozen=True)
class PoseFile:
    """One exercise's drawing as its author wrote it, with the phases filled in."""

    slug: str
    file: str
    title: str
    desc: str
    phases: Mapping[str, Mapping[str, Any]]
    camera: str = "whole"
    hair: str = "crop"
    skin: int = 1
    view: tuple[float, float, float, float] = (0, -8, 320, 296)
    props: tuple[Prop, ...] = ()
    links: tuple[Mapping[str, Any], ...] = ()
    glow: tuple[str, ...] = ()
    signs: tuple[Prop, ...] = ()
    marks: tuple[Mapping[str, Any], ...] = ()
    hands: Mapping[str, str] = field(default_factory=dict)
    wear: tuple[str, ...] = ()
    tempo: tuple[float, float, float, float] | None = None
    seconds: float = 4.0
    cycle: bool = False
    shadow: bool = False


def only_known_keys(file: str, where: str, data: Any, allowed: set[str]) -> Mapping[str, Any]:
    """A mapping whose keys are all allowed, or the error that names the stranger."""
    if not isinstance(data, dict):
        raise PoseError(file, where, f"expected keys and values, found {data!r}")
    for key in data:
        if key not in allowed:
            raise PoseError(file, where, f"unknown key {key!r}; known are {', '.join(sorted(allowed))}")
    return data


def named_things(file: str, where: str, items: Any) -> tuple[Prop, ...]:
    """A list of single-name things: `- wall: {x: 216}` or plain `- floor`."""
    out: list[Prop] = []
    for item in items or []:
        if isinstance(item, str):
            item = {item: {}}
        if not isinstance(item, dict) or len(item) != 1:
            raise PoseError(file, where, f"each needs one name, found {item!r}")
        ((name, data),) = item.items()
        out.append((name, data or {}))
    return tuple(out)


def overlaid(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """`base` with what `over` says instead. A foot, hand, stand or sit is replaced key by key, unless it changes its kind."""
    out = deepcopy(dict(base))
    for key, value in over.items():
        old = out.get(key)
        if isinstance(value, dict) and isinstance(old, dict):
            kinds = ({"flat", "toes", "heel", "ankle"}, {"holds", "at"}) if key in ("foot", "hand") else ()
            changes = any(not (kind & set(old)) & set(value) and kind & set(value) for kind in kinds)
            out[key] = deepcopy(value) if changes else overlaid(old, value)
        else:
            out[key] = deepcopy(value)
    return out


def halfway(file: str, where: str, one: Any, other: Any) -> Any:
    """The mean of two phases, number by number; words must agree."""
    if isinstance(one, dict) and isinstance(other, dict):
        for key in set(one) ^ set(other):
            raise PoseError(file, where, f"{key!r} stands in one phase only: write it in start too")
        return {key: halfway(file, f"{where} {key}", one[key], other[key]) for key in one}
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return [halfway(file, where, a, b) for a, b in zip(one, other, strict=True)]
    if (
        isinstance(one, bool | str)
        or isinstance(other, bool | str)
        or not isinstance(one, int | float)
        or not isinstance(other, int | float)
    ):
        if one == other:
            return one
        raise PoseError(file, where, f"start says {one!r} and end says {other!r}: write the middle phase out")
    return (one + other) / 2


def swapped(phase: Mapping[str, Any]) -> dict[str, Any]:
    """The same moment on the other leg: near and far change places."""
    out = deepcopy(dict(phase))
    out["near"], out["far"] = out.get("far", {}), out.get("near", {})
    return out


def filled(file: str, phases: Mapping[str, Any], cycle: Any) -> dict[str, dict[str, Any]]:
    """All phases of an exercise: each inherits from start; a swing gets its middle, a walk its second step."""
    if "start" not in phases:
        raise PoseError(file, "phases", "there is no start")
    start = dict(phases["start"])
    out = {name: overlaid(start, phases[name]) for name in LETTERS if name in phases}
    if cycle == "walk":
        out["end"], out["fourth"] = swapped(out["start"]), swapped(out["middle"])
    elif "end" in out and "middle" not in out:
        out["middle"] = halfway(file, "middle", out["start"], out["end"])
    if not cycle and "end" in out:
        out["early"] = halfway(file, "early", out["start"], out["middle"])
        out["late"] = halfway(file, "late", out["middle"], out["end"])
    if cycle and len(out) > len(PHASES):
        return {name: out[name] for name in phases}  # a longer cycle goes in the order it is written in
    return {name: out[name] for name in LETTERS if name in out}


def check_phase(file: str, name: str, phase: Mapping[str, Any]) -> None:
    """Refuses keys no phase knows, at every depth."""
    only_known_keys(file, name, phase, PHASE_KEYS)
    if "stand" in phase:
        only_known_keys(file, f"{name} stand", phase["stand"], STAND_KEYS)
    for side in ("near", "far"):
        limb = only_known_keys(file, f"{name} {side}", phase.get(side, {}), SIDE_KEYS)
        if "foot" in limb:
            only_known_keys(file, f"{name} {side} foot", limb["foot"], FOOT_KEYS)
        if "hand" in limb:
            only_known_keys(file, f"{name} {side} hand", limb["hand"], HAND_KEYS)


def checked_phases(file: str, camera: str, data: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The phases, filled in, every key known."""
    # A cycle may have six moments of its own; a swing works its early and its late one out.
    phases = only_known_keys(file, "phases", data["phases"], set(LETTERS) if data.get("cycle") else set(PHASES))
    for name, phase in phases.items():
        if not isinstance(phase, dict):
            raise PoseError(file, name, f"expected keys and values, found {phase!r}")
    out = filled(file, phases, data.get("cycle"))
    if camera == "whole":
        for name, phase in out.items():
            check_phase(file, name, phase)
    return out


def checked_look(file: str, data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Hair and skin, each of its closed list."""
    look = only_known_keys(file, "look", data.get("look", {}), set(LOOK))
    for key, value in look.items():
        if value not in LOOK[key]:
            raise PoseError(file, f"look {key}", f"{value!r} is not one of {sorted(map(str, LOOK[key]))}")
    return look


def checked_props(file: str, data: Mapping[str, Any]) -> tuple[Prop, ...]:
    """The props, every name and key known."""
    props = named_things(file, "props", data.get("props"))
    for name, prop in props:
        if name not in PROP_KEYS:
            raise PoseError(file, "props", f"unknown prop {name!r}; known are {', '.join(sorted(PROP_KEYS))}")
        only_known_keys(file, f"prop {name}", prop, PROP_KEYS[name])
    return props


def checked_marks(file: str, data: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    """At most three labels."""
    marks = tuple(only_known_keys(file, "marks", mark, {"say", "at", "label"}) for mark in data.get("marks", []))
    if len(marks) > 3:
        raise PoseError(file, "marks", f"{len(marks)} labels; three are the most a small plate can carry")
    return marks


def parse(text: str, *, slug: str, file: str) -> PoseFile:
    """A pose file from its text. Raises PoseError for anything no author can have meant."""
    try:
        raw = yaml.load(text, LOADER)  # noqa: S506 - both are safe loaders
    except yaml.YAMLError as error:
        raise PoseError(file, "file", f"not YAML: {error}") from error
    data = only_known_keys(file, "file", raw, TOP_KEYS)
    for key in ("title", "desc", "phases"):
        if not data.get(key):
            raise PoseError(file, key, "is missing")
    camera = data.get("camera", "whole")
    if camera not in CAMERAS:
        raise PoseError(file, "camera", f"{camera!r} is not one of {', '.join(CAMERAS)}")
    tempo = data.get("tempo")
    if tempo is not None and (not isinstance(tempo, list) or len(tempo) != 4):
        raise PoseError(file, "tempo", "needs four times in seconds: out, hold, back, rest")
    look = checked_look(file, data)
    x, y, w, h = data.get("view", (0, -8, 320, 296))
    return PoseFile(
        slug=slug, file=file, title=data["title"], desc=data["desc"], phases=checked_phases(file, camera, data), camera=camera,
        hair=look.get("hair", "crop"), skin=look.get("skin", 1), view=(x, y, w, h), props=checked_props(file, data),
        links=tuple(only_known_keys(file, "links", link, {"kind", "from", "to", "behind"}) for link in data.get("links", [])),
        glow=tuple(data.get("glow", [])), signs=named_things(file, "signs", data.get("signs")), marks=checked_marks(file, data),
        hands=only_known_keys(file, "hands", data.get("hands", {}), {"near", "far"}), wear=tuple(data.get("wear", [])),
        tempo=tuple(tempo) if tempo else None, seconds=data.get("seconds", 4.0), cycle=bool(data.get("cycle")), shadow=bool(data.get("shadow")),
    )  # fmt: skip


def read_pose(path: Path) -> PoseFile:
    """A pose file from disk; its name is the exercise's slug."""
    return parse(path.read_text(encoding="utf-8"), slug=path.stem, file=path.name)
