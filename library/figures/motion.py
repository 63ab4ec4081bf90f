"""An exercise's stylesheet: what each joint does between the phases, and how fast."""

from collections.abc import Mapping

from ankles.svg import svg_number as n
from library.figures.drawing import INSETS, link_place
from library.figures.geometry import unwound
from library.figures.insets import inset_values
from library.figures.posefile import LETTERS, PoseFile
from library.figures.skeleton import PARENT, Body


def rule(selector: str, letters: list[str], values: list[str]) -> str:
    """One joint's custom properties, one per phase."""
    return selector + "{" + ";".join(f"--{letter}:{value}" for letter, value in zip(letters, values, strict=True)) + "}"


def tempo(pose: PoseFile) -> str:
    """The pace: a cycle takes `seconds`; a swing keeps its four times (out, hold, back, rest) in keyframes of its own."""
    here = f".x-{pose.slug}"
    order = [LETTERS[name] for name in pose.phases]
    if pose.cycle and len(order) > 4:
        frames = "".join(
            f"{n(100 * turn / len(order))}%{{transform:var(--{letter});animation-timing-function:ease-in-out}}"
            for turn, letter in enumerate([*order, order[0]])
        )
        return f"@keyframes fig-{pose.slug}{{{frames}}}\n{here}{{--kf:fig-{pose.slug};--dur:{n(pose.seconds)}s;--dir:normal}}"
    if pose.cycle:
        return f"{here}{{--kf:fig-cycle;--dur:{n(pose.seconds)}s;--dir:normal}}"
    if pose.tempo is None:
        return f"{here}{{--kf:fig-swing;--dur:{n(pose.seconds)}s}}"
    out, hold, back, rest = pose.tempo
    total = out + hold + back + rest
    # A quarter of the way is reached after a third of the time: the pace of something with weight.
    way = ((0.0, "a", "ease-in"), (1 / 3, "p", "linear"), (1 / 2, "m", "linear"), (2 / 3, "q", "ease-out"))
    stops = [(out * share, letter, pace) for share, letter, pace in way]
    stops += [(out, "b", "linear")]
    homeward = ((0.0, "b", "ease-in"), (1 / 3, "q", "linear"), (1 / 2, "m", "linear"), (2 / 3, "p", "ease-out"))
    stops += [(out + hold + back * share, letter, pace) for share, letter, pace in homeward]
    stops += [(out + hold + back, "a", "linear"), (total, "a", "linear")]
    frames = "".join(
        f"{n(100 * time / total)}%{{transform:var(--{letter});animation-timing-function:{pace}}}"
        for time, letter, pace in stops
    )
    return f"@keyframes fig-{pose.slug}{{{frames}}}\n{here}{{--kf:fig-{pose.slug};--dur:{n(total)}s;--dir:normal}}"


def body_rules(pose: PoseFile, bodies: Mapping[str, Body]) -> str:
    """Every joint's turns. Still joints are written too: custom properties inherit, a joint left out would take its parent's."""
    letters = [LETTERS[name] for name in bodies]
    here = f".x-{pose.slug} "
    lines = []
    for joint in PARENT:
        turns = unwound([body.turns[joint] for body in bodies.values()])
        lines.append(rule(f"{here}.{joint}", letters, [f"rotate({n(turn)}deg)" for turn in turns]))
    lines.append(
        rule(f"{here}.r", letters, [f"translate({n(body.root[0])}px,{n(body.root[1])}px)" for body in bodies.values()])
    )
    for name, data in pose.signs:
        if name in INSETS:
            lines.append(rule(f"{here}.view", letters, [inset_values(name, data, phase) for phase in bodies]))
    for index in range(len(pose.links)):
        places = [link_place(pose, index, body) for body in bodies.values()]
        angles = unwound([angle for _, angle, _ in places])
        values = [
            f"translate({n(start[0])}px,{n(start[1])}px) rotate({n(angle)}deg) scale({length / 100:.3f},1)"
            for (start, _, length), angle in zip(places, angles, strict=True)
        ]
        lines.append(rule(f"{here}.l{index}", letters, values))
    return "\n".join(lines)
