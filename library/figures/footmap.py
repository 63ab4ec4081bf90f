"""The foot map: one foot from four views, each region a link whose invisible target is larger than its drawing."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from ankles.svg import svg_number as n
from library.figures.regions import BY_ID, MAIN_REGION

WIDTH, HEIGHT = 160, 180
CSS_WIDTH = 110  # characters a line
SIDE_TOP = "C136,143,124,140,112,130C98,118,88,104,84,92C80,74,86,30,86,-4Z"
SILHOUETTE = {
    "outer": "M34,-4C30,26,40,62,43,92C44,110,36,124,33,138C29,152,34,166,48,167C64,167,76,160,92,160C106,160,112,167,126,166L142,165C153,164,155,156,148,150"
    + SIDE_TOP,
    "inner": "M34,-4C30,26,40,62,43,92C44,110,36,124,33,138C29,152,34,166,48,167C60,167,68,160,78,156C90,151,102,154,110,162C116,168,130,167,144,165C154,163,155,156,148,150"
    + SIDE_TOP,
    "back": (
        "M44,-6C35,22,39,52,51,74C56,84,58.5,94,58,104C57.5,110,54,112,53,118C52.4,123,55,128,57.5,132C56.5,140,53,148,53,156"
        "C53,169,64,175,80,175C96,175,107,169,107,156C107,148,103.5,140,102.5,134C106,131,108.6,127,108,122C107,116,102.5,112,102,106"
        "C101.5,94,104,84,109,74C121,52,125,22,116,-6Z"
    ),
    "sole": (
        "M56,48C52,56,52,66,56,78C61,92,64,104,61,122C58,136,56,150,60,160C66,174,92,174,98,160C103,146,100,132,99,116"
        "C98,100,108,86,112,70C115,58,114,50,108,44Z"
    ),
}
SOLE_TOES = ((102, 27, 12.5, 15), (84, 22, 7.6, 10.5), (71.5, 26, 6.8, 9.5), (61.5, 33, 6.2, 8.5), (53.5, 42, 5.6, 7.6))
DETAIL = {
    "outer": "M53,110C53,103,66,102,68,110C69,118,56,121,53,110M141,151C137,153,135,157,136,161M131,147C127,149,125,153,126,157M120,141C117,143,115,147,116,151M42,20C45,44,47,66,49,86M76,20C73,44,73,66,75,84",
    "inner": "M52,106C51,97,66,95,69,104C71,113,56,118,52,106M127,143C122,146,121,153,124,160M147,152C143,153,142,158,146,160M74,148C84,141,98,143,108,152M42,20C45,44,47,66,49,86M76,20C73,44,73,66,75,84",
    "back": "M72,78C75,96,74,116,69,140M88,78C85,96,86,116,91,140M80,10C79,26,79,40,80,54M62,158C70,165,90,165,98,158M58,20C55,36,58,50,64,62M102,20C105,36,102,50,96,62",
    "sole": "M66,60C78,52,96,54,105,66M68,70C80,63,94,65,101,74M70,146C76,140,88,140,92,146M68,154C74,147,90,147,95,154M72,112C76,104,78,98,78,92M82,120C87,108,88,100,88,92",
}
NAMES = {"back": "Back", "outer": "Outer side", "sole": "Sole", "inner": "Inner side"}

# Each view's regions: id, the polygon of its target, and where its number stands. Together they tile 160 x 180.
TILES: dict[str, tuple[tuple[str, str, tuple[float, float]], ...]] = {
    "outer": (
        ("outer-shin", "0,0 160,0 160,76 0,76", (60, 42)),
        ("outer-ankle", "0,76 70,76 84,126 0,126", (60, 106)),
        ("foot-top", "70,76 160,76 160,136 112,136 84,126", (92, 119)),
        ("heel-back", "0,126 76,126 76,180 0,180", (54, 150)),
        ("outer-edge", "76,126 84,126 112,136 160,136 160,180 76,180", (108, 151)),
    ),
    "inner": (
        ("inner-shin", "0,0 160,0 160,76 0,76", (60, 42)),
        ("inner-ankle", "0,76 70,76 84,126 0,126", (60, 106)),
        ("foot-top", "70,76 160,76 160,134 112,134 84,126", (92, 118)),
        ("heel-back", "0,126 66,126 60,180 0,180", (48, 152)),
        ("arch", "66,126 84,126 112,134 112,180 60,180", (90, 143)),
        ("big-toe", "112,134 160,134 160,180 112,180", (132, 154)),
    ),
    "back": (
        ("calf", "0,0 160,0 160,74 0,74", (80, 40)),
        ("achilles", "0,74 160,74 160,128 0,128", (80, 104)),
        ("heel-back", "0,128 160,128 160,180 0,180", (80, 154)),
    ),
    "sole": (
        ("toes", "0,0 160,0 160,43 0,51", (102, 32)),
        ("ball", "0,51 160,43 160,90 0,90", (84, 70)),
        ("arch", "0,90 160,90 160,135 0,135", (82, 114)),
        ("heel-pad", "0,135 160,135 160,180 0,180", (80, 158)),
    ),
}
VIEWS: tuple[str, ...] = ("back", "outer", "sole", "inner")
SIDES: tuple[str, ...] = ("left", "right")


@dataclass(frozen=True)
class FootMapRegion:
    """What a page says of one region.

    `href` makes it a link; `level` (0 to 10) fills it by zone and writes the number; `mark` fills it amber without a number;
    `label` is its accessible name, else the region's own name with side and level.
    """

    href: str | None = None
    level: int | None = None
    mark: bool = False
    label: str | None = None


def severity_class(level: int) -> str:
    """The class of a severity: fine 0 to 2, acceptable 3 to 5, back off 6 to 10."""
    return "level-low" if level <= 2 else "level-middle" if level <= 5 else "level-high"


def mirrored(view: str, side: str) -> bool:
    """Whether a view is drawn mirrored. The drawings show a right foot, the inner view a left one."""
    return (side == "left") != (view == "inner")


def region_name(region: str, side: str, said: FootMapRegion) -> str:
    """The accessible name of a region."""
    if said.label:
        return said.label
    name = f"{side.capitalize()} {BY_ID[region].in_a_sentence}"
    return name if said.level is None else f"{name}, {said.level} out of 10 today"


def region_tile(
    view: str, index: int, *, side: str, uid: str, said: FootMapRegion, chosen: bool, listed: bool = False
) -> str:
    """One region: its target, its fill and its number or tick."""
    region, polygon, (cx, cy) = TILES[view][index]
    mirror = mirrored(view, side)
    flip = ' transform="translate(160,0) scale(-1,1)"' if mirror else ""
    d = "M" + "L".join(polygon.split()) + "Z"
    x = WIDTH - cx if mirror else cx
    extra = ""
    if said.level is not None:
        extra = f'<text class="region-number" x="{n(x)}" y="{n(cy + 5)}">{said.level}</text>'
    elif chosen or listed:
        extra = f'<path class="tick" d="M{n(x - 6)},{n(cy)}l4.5,5l8,-10"/>'
    kinds = [
        "region",
        *([f"r-{side}-{region}"] if listed else []),
        *([severity_class(said.level)] if said.level is not None else []),
        *(["marked"] if said.mark else []),
        *(["chosen"] if chosen else []),
    ]
    inner = f'<path class="tap" d="{d}"{flip}/><g{flip}><path class="region-shape" clip-path="url(#{uid})" d="{d}"/></g>{extra}'
    name = f' aria-label="{escape(region_name(region, side, said))}"'
    if said.href is None:
        return f'<g class="{" ".join(kinds)}">{inner}</g>'
    current = ' aria-current="true"' if chosen else ""
    return f'<a class="{" ".join(kinds)}" href="{escape(said.href)}" id="{uid}-{region}"{name}{current}>{inner}</a>'


def foot_map(
    *,
    view: str,
    side: str = "right",
    regions: Mapping[str, FootMapRegion] | None = None,
    selected: str | None = None,
    uid: str = "map",
    control: str | None = None,
) -> str:
    """One view of one foot as SVG, for inside an element of class `fmap`.

    `view` is back, outer, sole or inner; `side` left or right; `regions` says what the page knows of each region id;
    `selected` is the region chosen; `uid` keeps ids apart when a page shows two maps. `control` is the prefix of the ids of a
    list of radio buttons, one for each side and area ("where" for "where-left-arch"): the list is then the control, the map
    a picture on top of it (see `lights_stylesheet`). Raises KeyError for an unknown view or region.
    """
    said = regions or {}
    for region in (*said, *([selected] if selected else [])):
        if region not in BY_ID:
            raise KeyError(f"{region!r} is no region of the foot map")
    clip = f"{uid}-{view}-{side}"
    toes = (
        "".join(f'<ellipse cx="{n(x)}" cy="{n(y)}" rx="{n(a)}" ry="{n(b)}"/>' for x, y, a, b in SOLE_TOES)
        if view == "sole"
        else ""
    )
    flip = ' transform="translate(160,0) scale(-1,1)"' if mirrored(view, side) else ""
    tiles = "".join(
        region_tile(
            view,
            index,
            side=side,
            uid=clip,
            said=said.get(region, FootMapRegion()),
            chosen=region == selected,
            listed=control is not None,
        )
        for index, (region, _, _) in enumerate(TILES[view])
    )
    borders = "".join(f'<path class="region-edge" d="M{"L".join(polygon.split())}Z"/>' for _, polygon, _ in TILES[view])
    outline = f'<g clip-path="url(#{clip})">{borders}<path class="foot-detail" d="{DETAIL[view]}"/></g><path class="silhouette" d="{SILHOUETTE[view]}"/>'
    if toes:
        outline += f'<g class="silhouette">{toes}</g>'
    levels = [
        f"{BY_ID[region].name} {info.level} out of 10"
        for region, info in said.items()
        if info.level is not None and view in BY_ID[region].views
    ]
    label = f"{side.capitalize()} foot, {NAMES[view].lower()}" + (": " + ", ".join(levels) if levels else "")
    links = any(info.href for info in said.values())
    named = (
        f'role="{"group" if links else "img"}" aria-label="{escape(label)}"'
        if control is None
        else 'aria-hidden="true"'
    )
    drawing = (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" {named}>'
        f'<clipPath id="{clip}"><path d="{SILHOUETTE[view]}"/>{toes}</clipPath>{tiles}<g{flip}>{outline}</g></svg>'
    )
    return drawing if control is None else f'<div class="picked">{drawing}{places_to_tap(view, side, control)}</div>'


def places_to_tap(view: str, side: str, control: str) -> str:
    """The places to tap: one empty label per region, each of the radio button of the region's main area."""
    labels = "".join(
        f'<label class="sp-{view}-{region}" for="{escape(control)}-{side}-{BY_ID[region].main}"></label>'
        for region, _, _ in TILES[view]
    )
    return f'<div class="spots{" turned" if mirrored(view, side) else ""}" aria-hidden="true">{labels}</div>'


def css_rule(selector: str, *declarations: str) -> str:
    """One rule of CSS as prettier would lay it out: a declaration a line."""
    return f"{selector} {{\n" + "".join(f"  {declaration};\n" for declaration in declarations) + "}\n"


def of_listed(areas: list[str], side: str, state: str, shown: str) -> str:
    """The selector of what is `shown` while one of `areas` of a side is in `state` in the list; a long one is broken."""
    values = [f'[value="{side}-{area}"]' for area in areas]
    line = f".fmap-list:has(:is({', '.join(values)}):{state}) {shown}"
    if len(line) + len(" {") <= CSS_WIDTH:
        return line
    listed = ",\n    ".join(values)
    return f".fmap-list:has(\n  :is(\n    {listed}\n  ):{state}\n) {shown}"


def labels_stylesheet() -> str:
    """The CSS of two feet whose control is a list: where each label lies over the drawing."""
    rules = [
        css_rule(".picked", "position: relative"),
        css_rule(".spots", "position: absolute", "inset: 0"),
        css_rule(".spots.turned", "transform: scaleX(-1)"),
        css_rule(".spots label", "position: absolute", "inset: 0", "cursor: pointer"),
        css_rule(
            ".picked .region-shape", "fill: var(--lit, var(--tissue))", "stroke: var(--ring, none)", "stroke-width: 4"
        ),
        css_rule(".picked .tap", "stroke: var(--ring, none)", "stroke-width: 4"),
        css_rule(".picked .tick", "opacity: var(--told, 0)"),
    ]
    for view, tiles in TILES.items():
        for region, polygon, _ in tiles:
            pairs = (pair.split(",") for pair in polygon.split())
            corners = ", ".join(f"{n(100 * float(x) / WIDTH)}% {n(100 * float(y) / HEIGHT)}%" for x, y in pairs)
            rules.append(css_rule(f".sp-{view}-{region}", f"clip-path: polygon({corners})"))
    return "".join(rules)


def lights_stylesheet() -> str:
    """The CSS of two feet whose control is a list: the region of what is checked or focused in the list.

    Feet and list stand inside one element of class `fmap-list`; the list's values are a side and an area, such as
    "left-achilles_mid". Any area lights the region it is shown on, its main one or not, on its own side.
    """
    rules = []
    for side in SIDES:
        for region in BY_ID:
            areas = [area for area, home in MAIN_REGION.items() if home == region]
            shown = f".r-{side}-{region}"
            rules.append(css_rule(of_listed(areas, side, "checked", shown), "--lit: var(--ink)", "--told: 1"))
            rules.append(css_rule(of_listed(areas, side, "focus-visible", shown), "--ring: var(--ink)"))
    return "".join(rules)
