"""Draw the picture of each page that links to it are shown with: `python docs/pictures/links.py`.

It reads the guide from its files, draws again what is out of date, and deletes what no page has any more. Needs the test set,
a Chromium (CHROMIUM names another one than /usr/bin/chromium) and Noto Serif and Noto Sans (Debian's fonts-noto-core).
"""

import json
import os
import sys
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

HERE = Path(__file__).resolve()
IMAGES = HERE.parents[2] / "ankles" / "static" / "ankles" / "img" / "links"
COLOURS = 48  # the paper, the ink, the drawing's own and what lies between them at edges


def main() -> None:
    """Write each picture, in few colours, and what stands on it."""
    sys.path.insert(0, str(HERE.parents[2]))
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "ankles.settings", "DATA_DIR": folder}
        import django  # noqa: PLC0415 (it reads the settings that stand above)

        django.setup()
        draw_all()


def draw_all() -> None:
    """Seed a database that is thrown away and draw what it has need of."""
    from django.core.management import call_command  # noqa: PLC0415 (Django is set up first)

    from library import link_pictures  # noqa: PLC0415 (Django is set up first)
    from library.link_pictures import sheet, subjects  # noqa: PLC0415 (Django is set up first)

    call_command("migrate", verbosity=0)
    call_command("seed_guide", verbosity=0)
    IMAGES.mkdir(exist_ok=True)
    before = json.loads(link_pictures.MADE.read_text(encoding="utf-8")) if link_pictures.MADE.exists() else {}
    wanted = list(subjects.every_subject())
    made = {one.name: link_pictures.said(one) | {"alt": sheet.alt(one), "source": sheet.source(one)} for one in wanted}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(
            viewport={"width": link_pictures.WIDTH, "height": link_pictures.HEIGHT}, color_scheme="light"
        )
        for one in wanted:
            file = IMAGES / f"{one.name}.png"
            if file.exists() and before.get(one.name, {}).get("source") == made[one.name]["source"]:
                continue
            page.set_content(sheet.page_of_subject(one))
            page.wait_for_selector(".fitted")
            picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
            picture.quantize(COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(file, optimize=True)
            sys.stdout.write(f"{file.name} {file.stat().st_size}\n")
        browser.close()
    for file in IMAGES.glob("*.png"):
        if file.stem not in made:
            file.unlink()
    link_pictures.MADE.write_text(
        json.dumps(made, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    main()
