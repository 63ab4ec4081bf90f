"""Colours live in tokens.css, in two levels, and every pair that is used can be read in light and in dark."""

import re
from pathlib import Path

import pytest

CSS = Path(__file__).resolve().parents[2] / "ankles" / "static" / "ankles" / "css"
FILES = sorted(CSS.glob("*.css"))
TOKENS = (CSS / "tokens.css").read_text()

COLOUR = re.compile(
    r"#[0-9a-fA-F]{3,8}\b|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch)\(|(?<=[:\s,(])(?:white|black|red|green|blue|gr[ae]y|orange|yellow)(?=[\s;,)}])"
)
FIGURE_PROPERTIES = re.compile(r"--(?:skin|skin-f|mal|hair)\s*:\s*#[0-9a-fA-F]{6}")
BUDGET_LINES = 300
WIDEST = 110


def without_comments(css: str) -> str:
    """`css` without its comments."""
    return re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)


def colour_literals(css: str) -> list[str]:
    """Colours that are written out; the skin and hair of drawn people are the figures' own and stay theirs."""
    return COLOUR.findall(FIGURE_PROPERTIES.sub("", without_comments(css)))


@pytest.mark.parametrize(
    "specimen", ["p { color: #fff }", "p { color: rgb(1 2 3) }", "p { background: white }", "p { --x: #1E2A2B }"]
)
def test_the_rule_sees_a_bad_specimen(specimen: str) -> None:
    assert colour_literals(specimen)


def test_an_anchor_a_token_and_a_comment_are_no_colours() -> None:
    assert (
        colour_literals(
            "/* #fff */ p { fill: url(#clip); color: var(--ink); white-space: nowrap } .figure { --skin: #D79B73 }"
        )
        == []
    )


@pytest.mark.parametrize("path", [path for path in FILES if path.name != "tokens.css"], ids=lambda path: path.name)
def test_a_stylesheet_takes_its_colours_from_the_tokens(path: Path) -> None:
    assert colour_literals(path.read_text()) == []


def used_but_not_defined(css: str, known: set[str]) -> set[str]:
    """Custom properties that are read without a fallback and set nowhere."""
    return set(re.findall(r"var\(--([\w-]+)\)", css)) - known


def test_a_misspelt_token_is_seen() -> None:
    assert used_but_not_defined("p { color: var(--inky) }", {"ink"}) == {"inky"}


def test_every_token_that_is_used_exists() -> None:
    everything = without_comments("\n".join(path.read_text() for path in FILES))
    # The joints of a figure (--a, --m, --b, --n) come from the exercise's own sheet.
    known = set(re.findall(r"--([\w-]+)\s*:", everything)) | {"a", "m", "b", "n"}
    assert used_but_not_defined(everything, known) == set()


IMPORT = re.compile(r'@import url\("([\w-]+\.css)"\)')
# What templates link. `tokens.css` is linked by the editor's desk, beside Django's own sheets.
ENTRIES = {
    "site.css",
    "log.css",
    "place.css",
    "drawn.css",
    "sheet.css",
    "report.css",
    "account.css",
    "player-pages.css",
    "quick.css",
    "player.css",
    "desk.css",
}


def imported(name: str) -> list[str]:
    """What a stylesheet is made of, itself last, nested as deep as it goes."""
    below = IMPORT.findall(without_comments((CSS / name).read_text()))
    return [*(part for one in below for part in imported(one)), name]


def test_every_stylesheet_is_part_of_one_that_pages_link_and_of_none_twice() -> None:
    parts = {name: imported(name) for name in ENTRIES}
    assert {name: found for name, found in parts.items() if len(found) != len(set(found))} == {}
    assert set().union(*parts.values()) == {path.name for path in FILES}


def test_the_layers_are_put_in_order_before_anything_else_on_every_page() -> None:
    core = without_comments((CSS / "core.css").read_text()).strip()
    assert core.startswith("@layer reset, tokens, base, layout, components, pages, utilities;")
    assert [imported(name)[0] == "reset.css" for name in ("site.css", "log.css")] == [True, True]
    for name in ("site.css", "log.css"):
        text = without_comments((CSS / name).read_text()).strip()
        assert text.startswith('@import url("core.css");')
        assert re.sub(r'@import url\("[\w-]+\.css"\)( layer\(\w+\))?;|\s', "", text) == ""


def test_guide_and_logbook_share_the_core_and_nothing_else() -> None:
    shared = set(imported("site.css")) & set(imported("log.css"))
    assert shared == set(imported("core.css"))
    assert {"tokens.css", "masthead.css", "utilities.css"} <= shared


LOOKS = re.compile(r'class="([^"]*)"')
TEMPLATES = CSS.parents[3] / "templates"
# Pages of the logbook's folder that somebody sees who has none (any more) link the guide's sheet.
OF_THE_GUIDE = {"erased.html", "guide.html"}


def classes(css: str) -> set[str]:
    """The classes that a stylesheet speaks of."""
    return set(re.findall(r"\.(-?[A-Za-z_][\w-]*)", re.sub(r"\{[^{}]*\}", "{}", without_comments(css))))


def looks(html: str) -> set[str]:
    """The classes that a template writes out."""
    return {name for said in LOOKS.findall(re.sub(r"\{[{%].*?[}%]\}", " ", html)) for name in said.split()}


def test_a_class_is_seen_in_a_selector_and_beside_template_tags() -> None:
    assert classes("@layer a{.one > .two:has(.three){top:.5rem}}") == {"one", "two", "three"}
    assert looks('<p class="one{% if two %} three{% endif %} {{ four }}">') == {"one", "three"}


def test_the_logbook_uses_nothing_that_only_the_guide_has_a_look_for() -> None:
    parts = {name: {one for part in imported(name) for one in classes((CSS / part).read_text())} for name in ENTRIES}
    known = parts["log.css"] | parts["place.css"] | parts["report.css"] | parts["drawn.css"]
    pages = [path for folder in ("jinja", "frames", "parts") for path in (TEMPLATES / folder).rglob("*.html")]
    used = {path.name: looks(path.read_text()) for path in pages if path.name not in OF_THE_GUIDE}
    assert {
        name: found & (parts["site.css"] - known) for name, found in used.items() if found & (parts["site.css"] - known)
    } == {}
    assert {"pinned", "toast", "stair"} <= set().union(*used.values()) & known


def block(start: str) -> dict[str, str]:
    """The custom properties of the rule that begins after `start`."""
    begin = TOKENS.index("{", TOKENS.index(start) + len(start))
    return dict(re.findall(r"--([\w-]+):\s*([^;]+);?", without_comments(TOKENS[begin : TOKENS.index("}", begin)])))


LIGHT = block(":root")
DARK = LIGHT | block("@media screen and (prefers-color-scheme: dark) {\n  :root")


def resolved(role: str, scheme: dict[str, str]) -> str:
    """The colour of a role as #RRGGBB, through as many var() as it takes."""
    value = scheme[role].strip()
    while found := re.fullmatch(r"var\(--([\w-]+)\)", value):
        value = scheme[found[1]].strip()
    return value


def luminance(colour: str) -> float:
    """WCAG 2.2 relative luminance of #RRGGBB."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """WCAG 2.2 contrast ratio, 1 to 21."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_black_on_white_is_21_and_a_pale_grey_is_seen() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#AAAAAA", "#FFFFFF") < 3


TEXT = [
    *[(ink, ground) for ink in ("ink", "ink-2") for ground in ("paper", "sheet", "sunk", "spruce-t", "fine-t", "watch-t", "stop-t")],
    *[("spruce", ground) for ground in ("paper", "sheet", "sunk", "spruce-t", "watch-t")],
    *[(kind, ground) for kind in ("brick", "ochre", "slate", "plum") for ground in ("paper", "sheet", "sunk")],
    *[(band, ground) for band in ("fine", "watch", "stop") for ground in ("sheet", f"{band}-t")],
    *[("sheet", band) for band in ("fine", "watch", "stop")],
    ("spruce-2", "paper"), ("on-spruce", "spruce"), ("on-spruce", "spruce-2"), ("on-stop", "stop"), ("on-amber", "amber"),
    ("q2i", "h2"), ("ink", "h1"), ("on-spruce", "h4"), ("toast-link", "ink"),
]  # fmt: skip
# Shapes need 3. In dark the amber on the near leg has a dark casing instead (--cast), so that pair is measured in light only.
SHAPES = [
    ("edge", "paper"),
    ("edge", "sheet"),
    ("edge", "sunk"),
    ("top", "paper"),
    ("top", "sheet"),
    ("prop-2", "paper"),
    ("leg-n", "sunk"),
    ("ink", "tissue"),
]


@pytest.mark.parametrize(("scheme", "name"), [(LIGHT, "light"), (DARK, "dark")], ids=["light", "dark"])
def test_every_text_can_be_read_on_its_ground(scheme: dict[str, str], name: str) -> None:
    measured = {pair: contrast(resolved(pair[0], scheme), resolved(pair[1], scheme)) for pair in TEXT}
    assert {pair: round(value, 2) for pair, value in measured.items() if value < 4.5} == {}


@pytest.mark.parametrize(("scheme", "name"), [(LIGHT, "light"), (DARK, "dark")], ids=["light", "dark"])
def test_every_shape_stands_out_from_its_ground(scheme: dict[str, str], name: str) -> None:
    measured = {pair: contrast(resolved(pair[0], scheme), resolved(pair[1], scheme)) for pair in SHAPES}
    assert {pair: round(value, 2) for pair, value in measured.items() if value < 3} == {}


def test_the_amber_on_the_near_leg_stands_out_in_light() -> None:
    assert contrast(resolved("glow", LIGHT), resolved("leg-n", LIGHT)) >= 3


def test_dark_gives_a_colour_to_every_role_that_light_has_and_to_nothing_else() -> None:
    roles = block("@media screen and (prefers-color-scheme: dark) {\n  :root")
    assert set(roles) - set(LIGHT) == set()
    assert [name for name, value in roles.items() if not value.strip().startswith("var(--")] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_stylesheet_fits_on_a_few_screens(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= BUDGET_LINES


def wide(text: str) -> list[str]:
    """The lines that are wider than a reader's half of the screen."""
    return [line for line in text.splitlines() if len(line) > WIDEST]


def crowded(css: str) -> list[str]:
    """The lines of a stylesheet that hold more than one declaration, or a rule with its selector on one line."""
    strings = re.compile(r'"[^"]*"|\([^()]*\)')
    lines = strings.sub("", strings.sub("", without_comments(css))).splitlines()
    return [line.strip() for line in lines if re.search(r"[{;}].*\S", line)]


@pytest.mark.parametrize(
    "specimen",
    [
        "p { top: 0 }",
        "p {\n  top: 0; left: 0;\n}",
        "p {\n  top: 0;\n} q {\n}",
        "p{top:0}",
        "@media print { p { top: 0 }\n}",
    ],
)
def test_a_crowded_line_is_seen(specimen: str) -> None:
    assert crowded(specimen)


def test_a_rule_with_a_declaration_a_line_is_not_crowded() -> None:
    calm = (
        "/* p { a: b; c: d } */\n@media (width > 1px) {\n  p:is(:hover, a:focus) {\n    top: 0;\n"
        '    content: "; {";\n    background: url("data:a;b");\n  }\n}\n'
    )
    assert crowded(calm) == []
    assert wide("a" * 110) == []
    assert wide("a" * 111)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_stylesheet_has_a_declaration_a_line(path: Path) -> None:
    assert crowded(path.read_text()) == []


@pytest.mark.parametrize("path", [*FILES, *sorted((CSS.parent / "js").rglob("*.js"))], ids=lambda path: path.name)
def test_no_line_of_a_stylesheet_or_module_is_wide(path: Path) -> None:
    assert wide(path.read_text()) == []


# Words of three letters that say what the thing is; anything else that short is a riddle.
SHORT_WORDS = set("aim arc bad bar big cue cut did dot how low nav now off one pad pen row run set tap two".split())


def riddles(css: str) -> set[str]:
    """Classes of three letters or fewer that are no word we know."""
    return {name for name in classes(re.sub(r'"[^"]*"', "", css)) if len(name) <= 3} - SHORT_WORDS


def test_a_class_that_is_no_word_is_seen() -> None:
    assert riddles(".q1 {\n  top: 0;\n}\n.tap .vh {\n  top: 0;\n}") == {"q1", "vh"}


def test_every_class_is_a_word() -> None:
    assert riddles("\n".join(path.read_text() for path in FILES)) == set()
