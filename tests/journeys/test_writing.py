"""An editor writes a text at the desk: the buttons above it, what they offer, and what is pasted from elsewhere."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Open
from tests.journeys.site import Site
from tests.journeys.test_accounts import sign_up
from tests.journeys.test_pages import Witness

# What Word, Google Docs, LibreOffice and a page of the web put on the clipboard, and what a text shall say then.
PASTED = sorted((Path(__file__).parent / "pasted").glob("*.html"))
PASTE = """(field, [type, words]) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData(type, words);
    field.focus();
    field.select();
    field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""
MARK = "(field, [from, to]) => { field.focus(); field.setSelectionRange(from, to); }"


def press(field: Locator, name: str) -> None:
    """Press a button above a text."""
    bar = field.page.locator(f"[role=toolbar][aria-controls={field.get_attribute('id')}]")
    bar.get_by_role("button", name=name, exact=True).click()


def marked(field: Locator, text: str, words: str) -> None:
    """A text in the field, of which some words are marked."""
    field.fill(text)
    start = text.index(words)
    field.evaluate(MARK, [start, start + len(words)])


def chosen(page: Page, wanted: str, said: str) -> None:
    """Search in what is offered and take the one of that name, with keys alone."""
    page.get_by_role("searchbox", name="Search").fill(wanted)
    offers = page.locator("#offers li")
    expect(offers).to_have_count(1)
    expect(offers).to_contain_text(said)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")


def test_an_editor_marks_words_picks_what_to_link_to_and_pastes_from_elsewhere(open_page: Open, site: Site) -> None:
    page = open_page(None, width=390, still=True)
    site.manage("make_editor", sign_up(page))
    witness = Witness(page, site.address)
    page.goto("/admin/library/chapter/")
    page.locator("#result_list tbody a").first.click()
    body = page.locator("[name=body]")
    expect(page.get_by_role("toolbar", name="Marks: Text")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 390

    for button, text, words, then in (
        ("Bold", "Rise slowly now", "slowly ", "Rise **slowly** now"),
        ("Italic", "- one\n- two", "one\n- two", "- *one*\n- *two*"),
        ("Heading", "Before\nPart\nafter", "Part", "Before\n\n## Part\n\nafter"),
        ("Numbered list", "one\ntwo", "one\ntwo", "1. one\n2. two"),
        ("List", "1. one\n2. two", "one\n2. two", "- one\n- two"),
        ("Quotation", "> said", "said", "said"),
    ):
        marked(body, text, words)
        press(body, button)
        expect(body).to_have_value(then)
        page.keyboard.press("Control+z")
        expect(body).to_have_value(text)
    marked(body, "Rise slowly now", "slowly")
    page.keyboard.press("Control+b")
    expect(body).to_have_value("Rise **slowly** now")
    page.keyboard.press("Control+b")
    expect(body).to_have_value("Rise slowly now")

    # One stop of the keyboard, then arrows.
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("End")
    expect(page.get_by_role("button", name="Put in a plate")).to_be_focused()

    marked(body, "Do the walk now", "walk")
    press(body, "Link to an exercise")
    chosen(page, "heel walk", "Heel walks")
    expect(body).to_have_value("Do the [walk](exercise:heel-walk) now")
    press(body, "Cite a source")
    chosen(page, "radford-2006", "Radford 2006")
    expect(body).to_have_value("Do the [walk](exercise:heel-walk)[@radford-2006] now")
    marked(body, "Above\n\nMind this.\n\nBelow", "Mind this.")
    press(body, "Put in a box")
    chosen(page, "something to be careful with", "Care")
    expect(body).to_have_value("Above\n\n::: care Title\nMind this.\n:::\n\nBelow")
    press(body, "Put in a plate")
    # The first Escape closes it, whatever was typed: in a field for searching it would only take the words away.
    page.keyboard.type("bones")
    page.keyboard.press("Escape")
    expect(body).to_be_focused()

    assert len(PASTED) == 4
    said = page.locator("[name=body] + .marks-said")
    for case in PASTED:
        body.evaluate(PASTE, ["text/html", case.read_text()])
        expect(body).to_have_value(case.with_suffix(".md").read_text().rstrip("\n"))
    expect(said).to_contain_text("https://example.org/a-study?of=2019")
    expect(said).to_contain_text("belongs in the list of sources")
    body.evaluate(PASTE, ["text/plain", "•\tone\n•\ttwo\n\n1) first\n2) second"])
    expect(body).to_have_value("- one\n- two\n\n1. first\n2. second")
    expect(said).to_be_hidden()
    page.keyboard.press("Control+z")
    expect(body).to_have_value(PASTED[-1].with_suffix(".md").read_text().rstrip("\n"))
    assert witness.complaints == []


def lines(page: Page) -> list[str]:
    """The steps of a routine as they stand, folded."""
    return [text.strip() for text in page.locator(".step:not(.empty-form) summary").all_text_contents()]


def test_steps_follow_what_is_typed_are_drawn_to_their_place_and_stand_in_stages_that_are_new(
    open_page: Open, site: Site
) -> None:
    page = open_page(None, width=390, still=True)
    site.manage("make_editor", sign_up(page))
    witness = Witness(page, site.address)
    page.goto("/admin/library/routine/")
    # On a phone, too, a list says how each page stands and when it was last edited.
    first = page.locator("#result_list tbody tr").first
    for column in ("state", "edited"):
        expect(first.locator(f"[class*=field-{column}]")).to_be_in_viewport()
    first.locator("a").first.click()
    page.wait_for_load_state("load")
    # However far down: Save, Publish and Preview stay where the thumb is.
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    for button in ("Save the draft", "Publish", "Preview"):
        expect(page.get_by_role("button", name=button, exact=True)).to_be_in_viewport(ratio=1)
    steps = page.locator(".step:not(.empty-form)")
    movers = steps.get_by_role("button", name="Move this step")
    expect(movers).to_have_count(steps.count())
    expect(page.locator("[name=_fields]")).to_have_count(0)
    before = lines(page)
    # The script says of each step what the server said.
    for step in steps.all():
        step.locator("[name$=-reps]").evaluate("field => field.dispatchEvent(new Event('input', { bubbles: true }))")
    assert lines(page) == before

    first = steps.first
    first.locator("summary").click()
    first.locator("[name$=-time_s]").fill("630")
    expect(first.locator("summary")).to_contain_text("10:30")
    # The buttons of a short text stand below it, from when somebody writes there.
    note = first.locator("[name$=-note]")
    marked(note, "Rise slowly now", "slowly")
    first.get_by_role("toolbar").get_by_role("button", name="Bold").click()
    expect(note).to_have_value("Rise **slowly** now")
    steps.nth(1).locator("summary").click()
    expect(steps.nth(1).locator("[name$=-time_s]")).to_be_visible()
    expect(first.locator("[name$=-time_s]")).to_be_hidden()

    name = first.locator("[name$=-exercise]").input_value()
    last = len([line for line in before if line != "New step"]) - 1
    movers.first.focus()
    page.keyboard.press("ArrowDown")
    expect(steps.nth(1).locator("summary")).to_contain_text(f"2. {name}")
    # All of them in sight: nothing scrolls meanwhile.
    page.set_viewport_size({"width": 390, "height": 8000})
    start, end = movers.nth(1).bounding_box(), movers.nth(last).bounding_box()
    assert start is not None
    assert end is not None
    page.mouse.move(start["x"] + 20, start["y"] + 20)
    page.mouse.down()
    page.mouse.move(end["x"] + 20, end["y"] + end["height"], steps=8)
    page.mouse.up()
    page.set_viewport_size({"width": 390, "height": 844})
    expect(steps.nth(last).locator("summary")).to_contain_text(f"{last + 1}. {name}")

    # Enter takes the first that is offered, and does not send the form; a new step is where one goes on.
    page.locator("#steps-group .add-row a").focus()
    page.keyboard.press("Enter")
    typed_at = page.locator(":focus")
    expect(typed_at).to_have_attribute("name", re.compile("-exercise$"))
    page.keyboard.type("heel wal")
    page.keyboard.press("Enter")
    expect(typed_at).to_have_value("Heel walks")
    page.locator("#steps-group .step").filter(has=typed_at).locator(".inline-deletelink").click()

    add = page.locator("#stages-group .add-row a")
    for _ in range(3):
        add.click()
    page.locator("[name=stages-4-name]").fill("Week five")
    choice = steps.nth(last).locator("[name$=-in_stage]")
    choice.evaluate("field => { field.closest('details').open = true; }")
    choice.select_option(label="5. Week five")
    # The stage above goes, and the step stays in the one that it named.
    page.locator("#stages-3 .inline-deletelink").click()
    expect(choice.locator("option:checked")).to_have_text("4. Week five")
    page.keyboard.press("Control+s")
    expect(page.locator(".messagelist")).to_contain_text("The draft is saved")
    expect(page.locator("[name=stages-0-name]")).to_have_value("Week five")
    inside = [line for line in lines(page) if line.endswith(", Week five")]
    assert [line.partition(",")[0] for line in inside] == [f"1. {name}"]
    assert witness.complaints == []
