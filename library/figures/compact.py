"""The small sizes: the same drawing with whole numbers, relative steps and fewer groups, a third lighter before compression."""

import re
from functools import lru_cache

TOKEN = re.compile(r"([A-Za-z])|(-?(?:\d+\.?\d*|\.\d+))")
NUMBERS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}
OUTLINE = re.compile(r'\bd="([^"]*)"')
LONE_CHILD = re.compile(r'<g transform="([^"]*)"><path class="([^"]*)" (d="[^"]*")/></g>')


def steps(d: str) -> list[tuple[str, list[float]]]:
    """A path as commands, each with its own numbers: implied repetitions written out."""
    out: list[tuple[str, list[float]]] = []
    letter, found = "", list[float]()
    for command, value in TOKEN.findall(d):
        if command:
            letter = command
            found = []
            if letter in "Zz":
                out.append((letter, []))
            continue
        found.append(float(value))
        if len(found) == NUMBERS[letter.upper()]:
            out.append((letter, found))
            found = []
            letter = {"M": "L", "m": "l"}.get(letter, letter)
    return out


@lru_cache(maxsize=2048)
def whole(d: str) -> str:
    """A path in whole units and relative steps. Each point is rounded where it lies, so that no error adds up."""
    out, before = "", ""
    x = y = left = top = 0.0  # where the pen is, and where the outline began
    px = py = 0  # the same, as written
    for letter, values in steps(d):
        kind, shift = letter.upper(), letter.islower()
        if kind == "Z":
            out += "z"
            before, x, y, px, py = "z", left, top, round(left), round(top)
            continue
        ends = list(values)
        for index, value in enumerate(values):
            if kind == "A" and index < 5:
                continue
            across = kind == "H" or (kind != "V" and (index if kind != "A" else index - 5) % 2 == 0)
            ends[index] = value + ((x if across else y) if shift else 0)
        said: list[int] = []
        for index, value in enumerate(ends):
            if kind == "A" and index < 5:
                said.append(max(1, round(value)) if index < 2 else round(value))
                continue
            across = kind == "H" or (kind != "V" and (index if kind != "A" else index - 5) % 2 == 0)
            said.append(round(value) - (px if across else py))
        x, y = (ends[-1], y) if kind == "H" else (x, ends[-1]) if kind == "V" else (ends[-2], ends[-1])
        if kind == "M":
            left, top = x, y
        px, py = round(x), round(y)
        command = kind.lower() if out else "M"
        text = "".join(f" {value}" if value >= 0 and index else str(value) for index, value in enumerate(said))
        repeats = command == before and command != "m"
        out += command + text if not repeats else text if text.startswith("-") else f" {text}"
        before = command
    return out


def lighter(markup: str) -> str:
    """A still drawing for a small place: outlines in whole units, and no group around a single path."""
    markup = LONE_CHILD.sub(r'<path class="\2" transform="\1" \3/>', markup.replace("rotate(0)", ""))
    return OUTLINE.sub(lambda found: f'd="{whole(found[1])}"', markup)
