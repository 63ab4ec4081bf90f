"""The toes of a right foot from the front, the big toe at the reader's right: which of them lift is seen at once.

Each toe is drawn at its full height, with its pad towards the reader, and shortened to what is seen of it when it lies flat.
"""

from collections.abc import Callable
from math import radians, sin

from library.figures.closeplace import GroupPlace
from library.figures.props import path

FLOOR = 252.0
FULL_LIFT = 60.0  # degrees at which a toe is drawn at its full height
FLAT = 0.5  # how much of that height is seen of a toe that lies flat
NAIL_GONE = 26.0  # degrees at which a lifted toe has turned its nail away
PAD_COMES = 30.0  # and from which on its pad is seen, so that no toe ever shows both
LEG = (
    "M99,-60L203,-60L203,-16C202,12 198,36 192,62C188,84 190,98 197,116C209,142 219,172 224,204C229,226 230,240 222,247"
    "C212,253 190,253 176,247C168,251 158,251 148,246C140,251 130,251 120,246C112,251 102,251 92,247C84,251 76,252 70,248"
    "C63,240 63,224 69,202C76,172 90,140 105,114C112,98 114,84 110,62C104,36 100,12 99,-16L99,-60Z"
)
LEGGING = "M97,-60L205,-60L205,-16C204,-4 202,8 199,22Q151,36 103,22C100,8 98,-4 97,-16L97,-60Z"
CUFF = "M103,22Q151,36 199,22"
# Middle, half of the width and full height of each toe, from the little one to the big one.
SMALL = ((80.0, 13.0, 48.0), (107.0, 14.0, 54.0), (135.0, 15.0, 58.0), (164.0, 15.5, 60.0))
BIG = (204.0, 25.0, 88.0)
PAD_AT, NAIL_AT = 0.66, 0.34  # how high they lie on a toe: of its full height, the nail while the toe lies flat
GROUPS = ("tb", "pb", "nb", "tf", "pf", "nf")  # toe, pad and nail of the big toe and of the four


def toe(x: float, half: float, height: float) -> str:
    """One toe, standing on nought."""
    w, h = half, height
    return (
        f"M{x - w * 0.9:g},-6C{x - w:g},{-h * 0.4:g} {x - w * 1.05:g},{-h:g} {x:g},{-h:g}"
        f"C{x + w * 1.05:g},{-h:g} {x + w:g},{-h * 0.4:g} {x + w * 0.9:g},-6C{x + w * 0.6:g},1 {x - w * 0.6:g},1 {x - w * 0.9:g},-6Z"
    )


def oval(x: float, across: float, y: float, up: float) -> str:
    """An upright oval around a point: a pad, or a nail."""
    return f"M{x - across:g},{y:g}a{across:g},{up:g},0,1,0,{2 * across:g},0a{across:g},{up:g},0,1,0,-{2 * across:g},0Z"


def lift(degrees: float) -> float:
    """The share of its full height that is seen of a toe bent up by some degrees."""
    return FLAT + (1 - FLAT) * sin(radians(degrees)) / sin(radians(FULL_LIFT))


def toe_groups(big: float, four: float) -> dict[str, GroupPlace]:
    """Where the big toe and the four are when they are bent up by some degrees."""
    out, first = {}, lift(PAD_COMES)
    for letter, angle, height in (("b", big, BIG[2]), ("f", four, sum(one[2] for one in SMALL) / len(SMALL))):
        seen = lift(angle)
        pad, nail = max(0.001, (seen - first) / (1 - first)), max(0.001, 1 - angle / NAIL_GONE)
        out["t" + letter] = GroupPlace(0, FLOOR, up=seen)
        # Both stay where they are on a toe that grows while they become larger or less.
        out["p" + letter] = GroupPlace(0, FLOOR - height * PAD_AT * (seen - pad), up=pad)
        out["n" + letter] = GroupPlace(0, FLOOR - height * NAIL_AT * (seen / FLAT - nail), up=nail)
    return {name: out[name] for name in GROUPS}


def drawn(group: Callable[[str, str], str], *, fine: bool) -> str:
    """The leg, the foot and its toes; `group` puts each part that moves in its place."""
    out = path("skin-near", LEG) + path("leg-near", LEGGING) + path("cuff-near", CUFF)
    for letter, toes in (("f", SMALL), ("b", (BIG,))):
        out += group("t" + letter, path("skin-near toe-near", "".join(toe(*one) for one in toes)))
        if not fine:
            continue
        pads = "".join(
            oval(x, round(half * 0.6), -round(height * PAD_AT), round(height * 0.26)) for x, half, height in toes
        )
        nails = "".join(
            oval(x, round(half * 0.5), -round(height * NAIL_AT), round(height * 0.1)) for x, half, height in toes
        )
        out += group("p" + letter, path("toe-pad", pads)) + group("n" + letter, path("nail", nails))
    return out
