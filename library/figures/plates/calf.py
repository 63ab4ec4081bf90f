"""The calf from behind, and why the knee decides which of its two muscles is stretched."""

from ankles.svg import svg_number as n
from library.figures.geometry import turned
from library.figures.plates.board import Board, Label, shape
from library.figures.props import arc, arrow
from library.figures.shapes import ANKLE_SKIN, FOOT, SHIN, THIGH, TOES
from library.figures.skeleton import FOOT_POINTS, HINGE

LEG_FROM_BEHIND = (
    "M62,0C58,30,62,58,58,84C46,130,52,180,74,236C90,276,96,296,94,318C90,340,87,364,94,378C104,392,136,392,146,378"
    "C153,364,150,340,146,318C144,296,150,276,166,236C188,180,194,130,182,84C178,58,182,30,178,0Z"
)
SOLEUS = "M78,122C66,160,72,208,92,246C104,268,112,282,116,296L124,296C128,282,136,268,148,246C168,208,174,160,162,122C146,110,94,110,78,122Z"
GASTROCNEMIUS = "M112,40C88,50,66,92,62,130C60,166,70,198,90,208C104,214,116,206,117,194L117,62C117,48,116,40,112,40Z"
GASTROCNEMIUS_CUT = (
    "M128,40C152,50,174,92,178,130C180,166,170,198,150,208C136,214,124,206,123,194L123,62C123,48,124,40,128,40Z"
)
TENDON = "M91,208C102,226,111,262,112,300C112,330,109,348,105,362L135,362C131,348,128,330,128,300C129,276,134,254,145,238C136,240,125,226,120,200C112,212,100,214,91,208Z"


def calf() -> Board:
    """The back of a lower leg: one head of the gastrocnemius cut away to show the soleus."""
    art = (
        shape("skin", LEG_FROM_BEHIND)
        + shape("musc deep", SOLEUS)
        + shape("tendon", TENDON)
        + shape("musc", GASTROCNEMIUS)
        + shape("cut", GASTROCNEMIUS_CUT)
    )
    art += shape("crease", "M70,66C90,74,150,74,170,66M100,350C108,358,132,358,140,350") + shape(
        "bone", "M104,358C96,366,100,384,120,384C140,384,144,366,136,358C126,352,114,352,104,358Z"
    )
    labels = (
        Label("Gastrocnemius", "starts above the knee", (278, 62), (166, 96)),
        Label("Soleus", "starts below the knee", (278, 152), (232, 176)),
        Label("Achilles tendon", "of both muscles", (278, 262), (201, 300)),
        Label("Heel bone", "", (278, 350), (204, 354)),
        Label("Knee", "crease", (88, 58), (142, 68), "end"),
    )
    return Board(
        "The calf from behind",
        "The gastrocnemius has two heads that start above the knee; one is cut away here. Under it lies the soleus, which starts below the "
        "knee. Both end in the Achilles tendon, which joins the heel bone.",
        (460, 396), art, labels, (76, 6), 0.96,
    )  # fmt: skip


def leg(x: float, y: float, shin: float, knee: float, scale: float, over: str, heel: float = 0) -> str:
    """A bare leg whose flat foot has its ankle at x, y.

    `shin` leans forward, `knee` bends, `heel` lifts the heel about the toes (minus: the toes about the heel), all in degrees;
    `over` is strokes in the shin's space, where the knee is 0,0.
    """
    pivot = HINGE if heel >= 0 else FOOT_POINTS["heel"]
    away = turned(pivot, heel)
    x, y = x + scale * (pivot[0] - away[0]), y + scale * (pivot[1] - away[1])
    foot = f'<g transform="rotate({n(heel)})"><g transform="translate(23,9.5) rotate({n(-max(heel, 0))})">{shape("limb", TOES)}</g>{shape("limb", FOOT)}</g>'
    thigh = f'<g transform="rotate({n(-knee)}) translate(0,-62)">{shape("limb", THIGH)}</g>'
    upper = f'<g transform="rotate({n(shin)}) translate(0,-62)">{thigh}{shape("limb", ANKLE_SKIN)}{shape("limb", SHIN)}{over}</g>'
    return f'<g transform="translate({n(x)},{n(y)}) scale({scale:g})">{foot}{upper}</g>'


def taut(d: str) -> str:
    """A stretched muscle."""
    return shape("pull-under", d) + shape("pull", d)


def knee_bent_straight() -> Board:
    """Two legs side by side: straight knee, bent knee."""
    straight = taut("M-8,-16C-9,-6,-11,8,-10,20C-9,32,-5,42,-4.5,52C-4.5,58,-6,63,-10.5,67") + shape(
        "slack", "M-1,24C-3,30,-1,34,-3,40"
    )
    bent = taut("M-4,20C-7,28,-6,38,-4.5,50C-4.5,58,-6,63,-10.5,67") + shape(
        "slack", "M-11,-2C-16,2,-9,6,-13,10C-17,14,-9,18,-12,23C-15,28,-8,32,-8,38"
    )
    art = (
        leg(88, 262, 22, 0, 1.75, straight)
        + leg(262, 262, 32, 62, 1.75, bent)
        + shape("line", "M20,285.5H190M206,285.5H400")
        # The hips go forward over a straight knee, the bent knee goes forward over the toes.
        + shape("push", arrow({"from": (200, 92), "to": (230, 92)}) + arrow({"from": (342, 176), "to": (372, 176)}))
    )
    labels = (
        Label("Straight knee", "pulls the gastrocnemius", (104, 316), (104, 316), "middle"),
        Label("Bent knee", "pulls the soleus", (304, 316), (304, 316), "middle"),
        Label("slack", "", (240, 148), (301, 160), "end"),
    )
    return Board(
        "Why the knee decides which calf muscle is stretched",
        "Left: with a straight knee the gastrocnemius, which crosses the knee, is pulled tight from above the knee to the heel. Right: with a "
        "bent knee the gastrocnemius goes slack and the soleus, which starts below the knee, takes the pull.",
        (420, 346), art, labels,
    )  # fmt: skip


def step_load() -> Board:
    """Three moments of one step: what lengthens and what drives."""
    land = leg(64, 176, -8, 6, 1.15, taut("M4.6,8C5,20,4.2,32,3.2,44"), -14)
    roll = leg(206, 176, 16, 14, 1.15, taut("M-6.4,10C-9,18,-8.5,30,-4.5,46C-4.5,56,-6,63,-10.5,67"))
    push = leg(
        350, 176, 26, 6, 1.15, taut("M-6.4,7C-9.6,15,-9.2,25,-5.6,38C-4.6,48,-4.4,55,-6,59Q-8.4,64,-12.6,66"), 40
    )
    art = land + roll + push + shape("line", "M14,191.5H446") + shape("push", "M30,222H424M416,216L424,222L416,228")
    # What moves in each moment: the forefoot goes down, the shin tips forward, the heel lifts.
    art += shape("push", arc({"at": (64, 182), "r": 60, "from": -26, "to": -2}))
    art += shape("push", arc({"at": (206, 176), "r": 92, "from": -66, "to": -42}))
    art += shape("push", arrow({"from": (322, 184), "to": (322, 154)}))
    labels = (
        Label("Land", "shin muscle brakes", (86, 252), (86, 252), "middle"),
        Label("Roll over", "calf lengthens", (226, 252), (226, 252), "middle"),
        Label("Push off", "calf springs back", (380, 252), (380, 252), "middle"),
    )
    return Board(
        "One step in three moments",
        "Landing: the shin muscle lowers the foot. Rolling over the foot: the shin tips forward and the calf and Achilles tendon lengthen. "
        "Push-off: they spring back and the heel lifts.",
        (460, 284), art, labels,
    )  # fmt: skip
