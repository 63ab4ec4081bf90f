"""The page that a link picture is taken of: what it is, its title, its drawings, on the paper of the guide."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from html import escape

from library import figures
from library.figures import FootMapRegion
from library.figures.plates import BOARDS
from library.figures.plates.issue import SEEN
from library.figures.regions import BY_ID
from library.link_pictures import Subject
from library.standalone import light_styles

MARK = (
    '<svg class="rings" viewBox="0 0 32 32"><path d="M16,2.6 C23.4,2.2,29.4,8.2,29.3,15.6 C29.2,23.6,23,29.6,15.4,29.3 C7.6,29,2.4,22.6,2.8,15.2'
    'C3.2,8.2,8.8,3,16,2.6Z"/><path d="M17,7.4 C22,7.6,25.4,11.6,24.8,16.4 C24.2,21.4,20.2,24.8,15.4,24.2C10.4,23.6,7.2,19.6,7.8,14.8'
    'C8.4,10.2,12.4,7.2,17,7.4Z"/><path d="M17.4,12 C20,12.2,21,14.6,20.4,16.8 C19.8,19.2,17.4,20.4,15.2,19.6 C12.8,18.8,12,16.4,13,14.2'
    'C13.8,12.6,15.6,11.9,17.4,12Z"/></svg>'
)
SIGN = '<svg class="sign" viewBox="0 0 24 24"><path d="M8,3H16L21,8V16L16,21H8L3,16V8Z"/><path d="M12,7.5V13M12,16.4V16.5"/></svg>'
LAYOUT = """
html,body{margin:0}
.sheet{display:block;position:relative;box-sizing:border-box;width:1200px;height:630px;overflow:hidden;background:var(--paper);color:var(--ink);
  font-family:var(--serif);border-bottom:12px solid var(--ink)}
.sheet::after{content:"";position:absolute;inset:auto 0 4px;height:3px;background:var(--ink)}
.brand{position:absolute;inset:52px auto auto 64px;display:flex;align-items:center;gap:15px;font-size:46px;font-weight:600;line-height:1;
  letter-spacing:-0.01em}
.brand .rings{width:58px;height:58px;margin-left:-4px;fill:none;stroke:var(--ink);stroke-width:2.4}
.rings path:last-child{fill:var(--top);stroke:none}
.words{position:absolute;inset:156px auto 56px 64px;width:510px;display:flex;flex-direction:column;justify-content:flex-end}
.kind{margin:0 0 16px;font:600 34px/1.1 var(--sans);white-space:nowrap;color:var(--brick)}
.title{margin:0 0 0 -3px;font-weight:600;line-height:1.06;letter-spacing:-0.025em;text-wrap:balance}
.title span{white-space:nowrap}
.drawn{position:absolute;inset:0 0 7px 600px;background:var(--sunk);display:grid;grid-auto-flow:column;grid-auto-columns:1fr;grid-template-rows:100%;overflow:hidden}
.sheet .drawn>svg{box-sizing:border-box;width:100%;height:100%;min-height:0;padding:44px 40px}
.sheet.split .drawn>svg.figure{overflow:visible}
.sheet .drawn>svg.grounded{padding-bottom:48px;overflow:visible}
.strip .words{inset:128px auto auto 64px;width:1072px;height:104px;justify-content:center}
.strip .kind{position:absolute;inset:-69px 0 auto auto;margin:0}
.strip .drawn{inset:252px 0 7px 0}
.sheet.strip .drawn>svg{padding:24px 20px}
.sheet.strip .drawn>svg.grounded{padding:20px 0 26px;overflow:hidden}
.sheet.feet .drawn{display:flex;justify-content:space-between;padding-inline:64px}
.sheet.feet .drawn>svg{width:auto;padding-inline:0}
.mark,.diagram text,.diagram .leader,.diagram .dot{display:none}
.sign{fill:none;stroke:var(--sheet);stroke-width:2.4;stroke-linecap:round}
.sign path:first-child{fill:var(--stop);stroke:none}
"""
# Each drawing is cut to what is drawn and its floor runs on; then the words grow as large as their room lets them.
FIT = r"""
const strip = document.querySelector('.strip');
const feet = (svg) => {
  const boxes = [...svg.querySelectorAll(':scope > g > .silhouette')].map((one) => one.getBBox());
  const left = Math.min(...boxes.map((box) => box.x)), right = Math.max(...boxes.map((box) => box.x + box.width));
  const turned = svg.querySelector(':scope > g[transform] > .silhouette');
  return boxes.length ? {x: (turned ? 160 - right : left) - 3, width: right - left + 6} : null;
};
const cut = (svg, x, y, width, height) => svg.setAttribute('viewBox', [x, y, width, height].join(' '));
for (const svg of document.querySelectorAll('.drawn > svg')) {
  const floor = svg.querySelector('.pr-floor'), frame = svg.viewBox.baseVal, views = [...svg.querySelectorAll('svg')];
  const level = floor && Number(floor.getAttribute('d').match(/,([\d.]+)H/)[1]);
  const ground = floor ? level + svg.getScreenCTM().inverse().multiply(floor.getScreenCTM()).f : 0;
  if (floor) floor.style.display = 'none';
  let {x, y, width, height} = svg.getBBox();
  if (feet(svg)) ({x, width} = feet(svg));
  let along = 0;
  for (const view of views) {
    const one = feet(view);
    cut(view, one.x, 0, one.width, 180);
    view.setAttribute('x', along);
    view.setAttribute('width', one.width);
    along += one.width + 16;
  }
  if (views.length) [x, width] = [0, along - 16];
  // In a row all stand on one line, and every runner is as tall as the next.
  const top = floor && strip ? ground - 278 : Math.max(y - 4, frame.y);
  const low = floor && strip ? ground + 14 : Math.max(Math.min(y + height + 4, frame.y + frame.height), ground + 4);
  const start = floor ? x - 14 : Math.max(x - 4, views.length ? 0 : frame.x);
  const end = floor ? x + width + 14 : Math.min(x + width + 4, frame.x + frame.width);
  cut(svg, start, top, end - start, low - top);
  if (!floor) continue;
  floor.style.display = '';
  floor.setAttribute('d', `M-900,${level}H1200`);
  svg.classList.add('grounded');
  svg.setAttribute('preserveAspectRatio', 'xMidYMax meet');
}
const title = document.querySelector('.title'), kind = document.querySelector('.kind'), room = document.querySelector('.words');
const others = strip ? 0 : kind.offsetHeight + 16;
let size = strip ? 88 : 104;
do { title.style.fontSize = --size + 'px'; }
while (size > 36 && (title.offsetHeight + others > room.clientHeight || title.scrollWidth > title.clientWidth + 1));
if (title.scrollWidth > title.clientWidth + 1) title.style.overflowWrap = 'anywhere';
document.body.classList.add('fitted');
"""


def page_of_subject(subject: Subject) -> str:
    """The whole page, with its styles inside and nothing to fetch."""
    layout = "split" if len(subject.drawings) == 1 else "strip"
    layout += " feet" if subject.drawings[-1].startswith("foot ") and layout == "strip" else ""
    drawn = "".join(drawing(one) for one in subject.drawings)
    return (
        f'<!doctype html><html lang="en-GB"><meta charset="utf-8"><style>{sheet_styles()}</style>'
        f'<body><div class="sheet {layout} fmap diagram"><div class="drawn">{drawn}</div>'
        f'<div class="brand">{MARK}Ankles</div><div class="words"><p class="kind">{escape(subject.kind)}</p>'
        f'<h1 class="title">{unbroken_words(subject.title)}</h1></div></div><script type="module">{FIT}</script>'
    )


def unbroken_words(title: str) -> str:
    """A title whose words do not part at their hyphens."""
    return re.sub(r"[^ ]+-[^ ]+", r"<span>\g<0></span>", escape(title))


def source(subject: Subject) -> str:
    """A hash of all that a picture is made from: another one, and the picture is out of date."""
    return hashlib.sha256(page_of_subject(subject).encode()).hexdigest()[:16]


@cache
def sheet_styles() -> str:
    """The light colours, the drawings' own styles, and where things stand."""
    return light_styles(("figures", "props", "anatomy", "footmap")) + LAYOUT


def drawing(named: str) -> str:
    """The markup of one drawing: `figure NAME`, `plate NAME`, `foot VIEW REGION…`, `sign`."""
    sort, *words = named.split()
    if sort == "figure":
        return figures.figure(words[0])
    if sort == "plate":
        return replace(BOARDS[words[0]](), labels=()).svg(words[0], None)
    if sort == "foot":
        return figures.foot_map(view=words[0], regions={one: FootMapRegion(mark=True) for one in words[1:]})
    return SIGN


def alt(subject: Subject) -> str:
    """What a picture shows, for who hears it: its words, then its drawings."""
    words = ": ".join(filter(None, (subject.kind, subject.title)))
    shown = feet_in_words(subject.drawings) or "; ".join(map(drawing_in_words, subject.drawings))
    return f"{words}{'' if words.endswith('?') else '.'} {shown}."


def feet_in_words(drawings: Sequence[str]) -> str:
    """What a row of feet shows; nothing for other drawings."""
    views = [one.split()[1:] for one in drawings if one.startswith("foot ")]
    marked = dict.fromkeys(BY_ID[region].in_a_sentence for _, *regions in views for region in regions)
    seen = ", ".join(SEEN[view] for view, *_ in views)
    return f"A right foot from {seen}{'; marked: ' if marked else ''}{', '.join(marked)}" if views else ""


def drawing_in_words(named: str) -> str:
    """What a drawing of another sort shows."""
    sort, name = named.split() if " " in named else (named, "")
    if sort == "figure":
        return figures.title_of_pose(name)
    return BOARDS[name]().title if sort == "plate" else "A stop sign with an exclamation mark"
