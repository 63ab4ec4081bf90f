"""Take the README's pictures of a running site: `python docs/pictures/shoot.py [http://localhost:8000]`.

Needs the test set and a Chromium (CHROMIUM names another one than /usr/bin/chromium).
"""

import os
import sys
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

HERE = Path(__file__).resolve().parent
PICTURES = {
    "home": ("/", "light"),
    "exercise": ("/exercises/calf-stretch-straight/", "light"),
    "issue": ("/issues/achilles-tendinopathy/", "dark"),
    "exercises": ("/exercises/", "light"),
}
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--hide-scrollbars"]


def main(site: str) -> None:
    """Write one PNG for each picture, 1280 by 900, in few colours so that the repository stays small."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=ARGUMENTS
        )
        for name, (path, scheme) in PICTURES.items():
            page = browser.new_page(viewport={"width": 1280, "height": 900}, color_scheme=scheme)
            page.goto(site + path)
            picture = Image.open(BytesIO(page.screenshot())).convert("P", palette=Image.Palette.ADAPTIVE, colors=96)
            picture.save(HERE / f"{name}.png", optimize=True)
            page.close()
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/") if len(sys.argv) > 1 else "http://localhost:8000")
