"""The ankle plates: outer side and inner side of a right foot, and the two places on the Achilles."""

from library.figures.plates.board import Board, Label, shape

SILHOUETTE = (
    "M92,0C88,40,92,86,102,128C110,168,106,204,96,232C90,246,82,258,80,276C78,300,92,318,116,319C150,321,176,308,222,306"
    "C252,305,268,317,298,317C326,317,346,316,366,313C382,310,384,298,374,290C352,276,330,270,312,258C284,238,254,218,230,188"
    "C216,168,208,140,208,112C208,72,214,30,214,0Z"
)
INNER_SILHOUETTE = (
    "M92,0C88,40,92,86,102,128C110,168,106,204,96,232C90,246,82,258,80,276C78,300,92,318,116,319C146,321,166,308,196,296"
    "C226,286,254,294,276,310C292,319,326,318,352,317C374,316,388,312,386,300C384,290,362,284,344,276C330,270,322,264,312,258"
    "C284,238,254,218,230,188C216,168,208,140,208,112C208,72,214,30,214,0Z"
)
CALF = "M96,0C90,44,98,92,112,128C124,120,132,60,132,0Z"
ACHILLES = (
    "M104,98C112,140,116,176,112,206C108,232,96,246,90,264L99,270C112,254,121,232,123,206C125,172,122,132,116,104Z"
)
TIBIA = "M152,0C155,60,156,112,151,156C149,172,146,184,148,196C166,190,186,192,202,200C207,186,201,162,197,126C193,80,197,32,198,0Z"
TALUS = "M143,210C152,198,184,197,199,208C208,214,221,213,230,217C239,222,240,233,234,240C226,246,214,242,205,242C194,250,172,252,158,245C147,239,138,224,143,210Z"
CALCANEUS = "M94,266C93,252,106,243,122,246C140,249,150,247,160,253C176,261,194,253,212,249C226,247,235,256,232,268C229,281,212,283,198,284C176,287,152,293,134,305C118,314,100,308,94,294C90,285,94,276,94,266Z"
MIDFOOT = (
    "M240,217C250,218,257,226,256,236C254,245,244,246,240,240C244,232,243,225,240,217Z",
    "M260,229C271,232,281,241,283,251C281,259,268,259,262,252C258,245,257,236,260,229Z",
    "M238,256C250,249,264,254,269,265C272,277,262,284,250,283C239,282,234,274,238,256Z",
)
FIBULA = "M130,0C135,60,142,120,147,160C142,186,141,214,153,232C160,241,170,236,172,222C174,204,169,186,163,168C157,130,149,60,146,0Z"
FASCIA = "M122,309C160,301,200,297,240,299C274,302,300,309,330,309"


def long_bone(x1: float, y1: float, x2: float, y2: float) -> str:
    """A metatarsal from its base to its head."""
    return shape(
        "bone",
        f"M{x1 - 3},{y1 + 7}C{x1 - 6},{y1 - 3},{x1 + 4},{y1 - 7},{x1 + 9},{y1 - 1}C{x1 + 18},{y1 + 10},{x2 - 14},{y2 - 10},{x2 - 3},{y2 - 5}"
        f"C{x2 + 5},{y2 - 2},{x2 + 4},{y2 + 9},{x2 - 4},{y2 + 8}C{x2 - 18},{y2 + 4},{x1 + 8},{y1 + 18},{x1 - 3},{y1 + 7}Z",
    )


def toe_bone(x: float, y: float, length: float) -> str:
    """A toe bone."""
    tip = x + length
    return shape(
        "bone",
        f"M{x - 2},{y + 4}C{x - 3},{y - 4},{x + 4},{y - 5},{tip},{y + 2}C{tip + 4},{y + 6},{tip},{y + 11},{tip - 4},{y + 10}Z",
    )


def forefoot() -> str:
    """The long bones and the toes as the outer side shows them."""
    bones = [long_bone(*ends) for ends in ((288, 250, 330, 282), (276, 268, 320, 291))]
    return "".join(
        [*bones, *(toe_bone(*toe) for toe in ((338, 285, 15), (357, 295, 12), (328, 293, 12), (343, 300, 10)))]
    )


def outer() -> Board:
    """Outer side: bones, Achilles, fascia, the outer ligaments and the peroneal tendons."""
    art = (
        shape("skin", SILHOUETTE)
        + shape("musc", CALF)
        + shape("tendon", ACHILLES)
        + shape("bone", TIBIA)
        + shape("bone", TALUS)
        + shape("bone", CALCANEUS)
    )
    art += "".join(shape("bone", d) for d in MIDFOOT)
    art += forefoot()
    art += shape("fascia", FASCIA)
    ligaments = "M168,224C178,222 188,222 198,224M168,231C177,230 186,230 194,232M159,236C158,246 154,254 150,262M163,237C163,246 160,256 157,263M153,230C148,232 143,233 138,233"
    art += shape("ligament-under", ligaments) + shape("ligament", ligaments)
    art += shape("bone", FIBULA)
    art += shape("peron", "M136,116C140,160 137,204 142,228C146,246 160,254 180,260C206,266 236,268 262,280")
    labels = (
        Label("Tibia", "the shin bone", (300, 40), (246, 40)),
        Label("Fibula", "the outer bone", (290, 92), (209, 92)),
        Label("Outer ligaments", "", (286, 148), (243, 216)),
        Label("Talus", "in the socket", (324, 190), (274, 224)),
        Label("Achilles", "tendon", (88, 150), (175, 178), "end"),
        Label("Peroneal", "tendons", (88, 204), (195, 208), "end"),
        Label("Subtalar", "joint", (88, 258), (219, 239), "end"),
        Label("Calcaneus", "heel bone", (78, 350), (169, 286), "middle"),
        Label("Plantar fascia", "the band under the arch", (282, 352), (282, 286), "middle"),
    )
    return Board(
        "Outer side of a right ankle",
        "The tibia and fibula come down from the shin and grip the talus; three outer ligaments tie the fibula to the talus and the "
        "heel bone. Under the talus, on the heel bone, lies the subtalar joint. The peroneal tendons run behind the outer bump to the outer edge of the foot. The Achilles tendon joins the back "
        "of the calcaneus, or heel bone; the plantar fascia runs under the arch from heel to toes.",
        (444, 378), art, labels, (70, 12), 0.9,
    )  # fmt: skip


INNER_TIBIA = "M150,0C152,60,150,120,145,160C143,186,146,216,157,228C167,236,178,228,181,213C190,203,202,203,208,197C211,180,203,150,199,120C194,80,198,32,199,0Z"
DELTOID = "M158,226C150,232,146,240,142,248M164,230C164,240,164,248,164,256M170,229C182,230,192,231,202,232M173,224C192,218,216,220,236,228"
TIBIALIS = "M140,100C139,150,136,196,146,224C156,244,190,246,240,238C250,238,256,240,262,243"


def inner() -> Board:
    """Inner side of the same right foot: the toes point left."""
    art = (
        shape("skin", INNER_SILHOUETTE)
        + shape("musc", CALF)
        + shape("tendon", ACHILLES)
        + shape("bone", TALUS)
        + shape("bone", CALCANEUS)
    )
    art += shape("bone", MIDFOOT[0]) + shape(
        "bone", "M258,226C272,228,286,238,288,250C288,264,272,270,262,262C255,252,252,236,258,226Z"
    )
    art += shape(
        "bone",
        "M288,252C296,244,304,250,314,262C326,274,336,276,342,284C346,296,336,300,326,297C310,292,296,284,288,274C282,266,282,258,288,252Z",
    )
    art += shape("bone", "M347,286C352,281,364,286,370,292C374,298,370,304,364,303C356,301,344,296,347,286Z")
    art += shape("fascia", "M122,309C160,298,200,288,240,292C278,298,304,309,334,309")
    art += (
        shape("ligament-under", DELTOID)
        + shape("ligament", DELTOID)
        + shape("bone", INNER_TIBIA)
        + shape("peron", TIBIALIS)
    )
    labels = (
        Label("Tibia", "the shin bone", (142, 44), (206, 44), "end"),
        Label("Inner bump", "end of the tibia", (142, 104), (217, 206), "end"),
        Label("Inner ligament", "a strong fan", (146, 158), (208, 214), "end"),
        Label("Navicular", "top of the arch", (126, 202), (151, 222), "end"),
        Label("Achilles", "tendon", (330, 150), (265, 178)),
        Label("Tibialis", "posterior", (330, 212), (247, 205)),
        Label("Calcaneus", "heel bone", (352, 350), (271, 286), "middle"),
        Label("Plantar fascia", "the band under the arch", (150, 352), (150, 282), "middle"),
    )
    return Board(
        "Inner side of a right ankle",
        "The tibia ends in the inner bump. A strong fan of ligament ties it to the talus, the heel bone and the navicular, the bone at the "
        "top of the arch. The tibialis posterior tendon runs behind the inner bump to the navicular and helps to hold the arch up. The "
        "Achilles tendon joins the back of the heel bone; the plantar fascia runs under the arch.",
        (444, 378), art, labels, (374, 12), 0.9, True,
    )  # fmt: skip


# The two places on the tendon of `ACHILLES`, each between its two edges. The foot is 306 long, so 12 are about a
# centimetre: the middle is 2 to 7 of them above the top of the heel bone.
MIDDLE = (
    "M111,163C113,180,114,192,112,206C111,212,109,218,107,223L120,223C122,217,123,212,123,206C124,192,124,177,123,163Z"
)
HEEL_END = "M98,242C94,250,92,257,90,264L99,270C105,263,110,254,114,245Z"


def two_places() -> Board:
    """Outer side, pale, with the two places where an Achilles gets sore; the cord between them stays pale."""
    art = shape("skin", SILHOUETTE) + shape("musc", CALF) + shape("bone", ACHILLES)
    art += "".join(shape("bone", d) for d in (TIBIA, TALUS, CALCANEUS, *MIDFOOT))
    art += forefoot()
    art += shape("bone", FIBULA) + shape("tendon", MIDDLE) + shape("tendon", HEEL_END)
    labels = (
        Label("Middle", "2 to 7 cm above", (146, 128), (230, 163), "end"),
        Label("Heel end", "cord meets bone", (146, 214), (216, 214), "end"),
        Label("Heel bone", "", (268, 296), (268, 226), "middle"),
    )
    return Board(
        "Two places on the Achilles",
        "A right ankle from the outer side. Two places on the cord behind it are marked: the middle, 2 to 7 cm above the heel bone, and "
        "the heel end, where the cord meets the back of the heel bone. Between them lies a stretch that is not marked.",
        (444, 304), art, labels, (140, 14), 0.78,
    )  # fmt: skip
