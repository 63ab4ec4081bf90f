"""Ten small plates: where each issue usually sits, marked amber on the foot map."""

from ankles.svg import svg_number as n
from library.figures.footmap import HEIGHT, WIDTH, FootMapRegion, foot_map, mirrored
from library.figures.plates.board import Board
from library.figures.regions import BY_ID

# Each issue: the one or two views that show it, the regions marked, and the words for the place.
PLACES: dict[str, tuple[tuple[str, ...], tuple[str, ...], str]] = {
    "ankle-sprain": (("outer",), ("outer-ankle",), "the outer ankle, below and in front of the bump"),
    "achilles-tendinopathy": (
        ("back", "outer"),
        ("achilles", "heel-back"),
        "the Achilles tendon and where it meets the heel bone",
    ),
    "plantar-heel-pain": (("sole", "inner"), ("heel-pad", "arch"), "under the heel, sometimes into the arch"),
    "peroneal-tendinopathy": (
        ("outer",),
        ("outer-ankle", "outer-edge"),
        "behind the outer bump and along the outer edge of the foot",
    ),
    "ankle-arthritis": (
        ("outer", "inner"),
        ("foot-top", "inner-ankle", "outer-ankle"),
        "deep in the joint, often felt at the front",
    ),
    "stress-fracture": (("outer", "inner"), (), "one sore spot on a bone: shin, bump, top or edge of the foot, heel"),
    "chronic-ankle-instability": (("outer",), ("outer-ankle",), "the outer ankle, where the first sprain was"),
    "flat-or-high-arch": (("inner", "sole"), ("arch", "inner-ankle"), "the arch and the inner ankle"),
    "getting-older": (("back",), ("calf", "achilles"), "calf and Achilles tendon, which lose strength first"),
    "shoes": (
        ("sole", "outer"),
        ("ball", "toes", "heel-back"),
        "where a shoe rubs or presses: toes, ball, back of the heel",
    ),
}

SEEN = {"back": "behind", "outer": "the outer side", "sole": "below", "inner": "the inner side"}

# Sites of bone stress, drawn as spots because a fingertip covers them: view, x, y on the foot map.
SPOTS: tuple[tuple[str, float, float], ...] = (
    ("outer", 68, 30), ("outer", 62, 92), ("outer", 104, 150), ("outer", 96, 120), ("inner", 66, 48), ("inner", 60, 104), ("inner", 46, 150), ("inner", 100, 128),
)  # fmt: skip


def plate_of_issue(slug: str) -> Board:
    """The small plate of one issue: one or two views of a right foot, in the middle of a plate of one size."""
    views, regions, words = PLACES[slug]
    said = {region: FootMapRegion(mark=True) for region in regions}
    art, start = "", (WIDTH + 12) * (2 - len(views)) / 2
    for index, view in enumerate(views):
        inner = foot_map(view=view, regions=said, uid=f"issue-{slug}")
        if not regions:
            dots = "".join(
                f'<circle class="spot" cx="{n(WIDTH - x if mirrored(view, "right") else x)}" cy="{n(y)}" r="7"/>'
                for where, x, y in SPOTS
                if where == view
            )
            inner = inner.removesuffix("</svg>") + dots + "</svg>"
        opening = inner.index(">") + 1
        art += f'<svg x="{n(start + index * (WIDTH + 12))}" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}">{inner[opening:]}'
    names = (
        ", ".join(BY_ID[region].in_a_sentence for region in regions)
        or "eight places on the bones of shin, ankle and foot"
    )
    return Board(
        f"Where it is felt: {words}",
        f"A right foot, seen from {' and '.join(SEEN[view] for view in views)}. Marked: {names}.",
        (2 * WIDTH + 12, HEIGHT),
        art,
    )
