"""Draw the icons that phones put on their home screens from the site's own mark: `python docs/pictures/icons.py`.

Needs the test set and a Chromium (CHROMIUM names another one than /usr/bin/chromium).
"""

import os
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

IMAGES = Path(__file__).resolve().parents[2] / "ankles" / "static" / "ankles" / "img"
PAPER = "#FAF5EA"
# Side in pixels, and how much of it the mark's own square takes. A maskable icon is cut to a circle of 0.8 by some phones.
ICONS = {
    "icon-192": (192, 0.8),
    "icon-512": (512, 0.8),
    "maskable-512": (512, 0.61),
    "apple-touch-icon": (180, 0.8),
}
PAGE = """<body style="margin:0;height:100vh;display:grid;place-items:center;background:{paper}">
<div style="width:{share}%;height:{share}%">{mark}</div>"""


def main() -> None:
    """Write each icon, in few colours."""
    mark = (IMAGES / "favicon.svg").read_text(encoding="utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for name, (side, share) in ICONS.items():
            page = browser.new_page(viewport={"width": side, "height": side}, color_scheme="light")
            page.set_content(PAGE.format(paper=PAPER, share=100 * share, mark=mark))
            picture = Image.open(BytesIO(page.screenshot())).convert("P", palette=Image.Palette.ADAPTIVE, colors=64)
            picture.save(IMAGES / f"{name}.png", optimize=True)
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
