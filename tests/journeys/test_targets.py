"""What a thumb can hit: at 390 px everything outside running text is at least 44 by 44 CSS pixels."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.journeys.conftest import Open

# A box in a label is hit through its label; a link inside a sentence is as large as the line (WCAG 2.5.8, "inline").
TOO_SMALL = """() => {
  const inSentence = e => {
    if (getComputedStyle(e).display !== 'inline' && !e.matches('.cite')) return false;
    const block = e.closest('p, li, dd, dt, td, th, figcaption, summary, h1, h2, h3, h4, label, legend');
    if (!block) return false;
    const rest = block.cloneNode(true);
    rest.querySelectorAll('a, button, svg').forEach(one => one.remove());
    return rest.textContent.trim().length > 0;
  };
  // A card's link covers the card: its ::after is stretched over the next positioned box.
  const hit = e => {
    const after = getComputedStyle(e, '::after');
    if (after.content === 'none' || after.position !== 'absolute') return (e.closest('label') || e).getBoundingClientRect();
    let box = e;
    while (box !== document.body && getComputedStyle(box).position === 'static') box = box.parentElement;
    return box.getBoundingClientRect();
  };
  return [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')]
    .filter(e => e.checkVisibility({checkOpacity: true, checkVisibilityCSS: true}) && !e.matches('.skip'))
    .filter(e => !inSentence(e))
    .map(e => [e, hit(e)])
    .filter(([e, box]) => box.width > 1 && (box.width < 43.5 || box.height < 43.5))
    .map(([e, box]) => `${Math.round(box.width)}x${Math.round(box.height)} ${e.outerHTML.slice(0, 110)}`);
}"""


def small_targets(page: Page) -> list[str]:
    """What on a page is too small for a thumb, also where it is folded away; opens what is folded."""
    page.eval_on_selector_all("details", "all => all.forEach(one => one.open = true)")
    found: list[str] = page.evaluate(TOO_SMALL)
    return found


def test_a_small_target_is_noticed(open_page: Open) -> None:
    page = open_page("/about/")
    page.evaluate(
        "document.querySelector('main').append(Object.assign(document.createElement('button'), {textContent: 'x'}))"
    )
    page.evaluate("document.querySelector('main > button').style.cssText = 'all: initial; width: 30px; height: 50px'")
    assert [line.split()[0] for line in small_targets(page)] == ["30x50"]


# Whether a link or a button can be hit on the screen as it opens, right down to its edge.
AT_HAND = """(words) => {
  const named = [...document.querySelectorAll('main a, main button')].filter((one) => one.checkVisibility());
  const link = named.find((one) => one.textContent.includes(words));
  const box = link.getBoundingClientRect();
  return scrollY === 0 && link.contains(document.elementFromPoint(box.x + box.width / 2, box.bottom - 4));
}"""


def test_from_what_hurts_to_doing_it_without_a_scroll(open_page: Open) -> None:
    page = open_page(None)
    page.set_viewport_size({"width": 390, "height": 664})
    page.goto("/")
    for words, after in (("Achilles pain", ".programme"), ("Heel-raise hold", "#start:visible")):
        assert page.evaluate(AT_HAND, words), words
        page.locator("main a").filter(has_text=words).first.click()
        page.wait_for_selector(after)
    assert page.evaluate(AT_HAND, "Start")
    page.click("#start")
    page.wait_for_selector('#play:not([data-state="ready"])')
    for issue in ("peroneal-tendinopathy", "plantar-heel-pain", "chronic-ankle-instability"):
        page.goto(f"/issues/{issue}/")
        way = page.locator(".programme a .leads-to").first.text_content() or ""
        assert page.evaluate(AT_HAND, way.strip()), issue
