"""Pictures in the tables, and as files beside the content: both hold the same bytes under the same name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from library.models import PictureFile
from library.pictures.naming import SentPicture, is_name, picture_name_of

MOST_KEPT_BYTES: Final = 400_000  # all widths of a picture together
FOLDER: Final = "pictures"  # below the content folder: `9f86…-1440x1080.480.webp`
FILE_NAME: Final = re.compile(r"(?P<name>.+)\.(?P<width>[0-9]{1,4})\.webp")
Files = list[tuple[int, int, bytes]]


@transaction.atomic
def keep_picture(files: Files) -> SentPicture:
    """Keep a picture: width, height and bytes of each file, the largest last. One that is here counts as sent now."""
    width, height, _ = files[-1]
    picture = SentPicture(picture_name_of([content for _, _, content in files], width, height))
    if not PictureFile.objects.of(picture.name).update(kept_at=timezone.now()):
        PictureFile.objects.bulk_create(
            (PictureFile(name=picture.name, width=w, height=h, content=content) for w, h, content in files),
            ignore_conflicts=True,
        )
    return picture


def lacks_picture(document: Mapping[str, Any], others: Iterable[str] = ()) -> bool:
    """Whether a document shows a picture that is neither in the tables nor among others."""
    name = document.get("picture", "")
    return is_name(name) and name not in set(others) and not PictureFile.objects.of(name).exists()


def pictures_in(folder: Path) -> tuple[dict[str, Files], list[str]]:
    """The pictures beside the content, and what is wrong with them: one line for each that is not what its name says."""
    found: dict[str, Files] = defaultdict(list)
    faults = []
    for path in sorted((folder / FOLDER).glob("*.webp")):
        said = FILE_NAME.fullmatch(path.name)
        if said is None or not is_name(said["name"]):
            faults.append(f"{FOLDER}/{path.name}, line 1, file: this is no name of a picture")
            continue
        width, picture = int(said["width"]), SentPicture(said["name"])
        found[picture.name].append((width, round(picture.height * width / picture.width), path.read_bytes()))
    for name, files in found.items():
        files.sort()
        picture = SentPicture(name)
        contents = [content for _, _, content in files]
        is_whole = [width for width, _, _ in files] == picture.widths and name == picture_name_of(
            contents, *picture.size
        )
        if not is_whole or sum(map(len, contents)) > MOST_KEPT_BYTES:
            faults.append(f"{FOLDER}/{name}, line 1, file: these files are not the picture that they are called")
    return dict(found), faults


def write_pictures(folder: Path, names: set[str]) -> list[str]:
    """Write the pictures with these names beside the content and delete others there; the files that changed."""
    written = {
        f"{FOLDER}/{row.name}.{row.width}.webp": bytes(row.content)
        for row in PictureFile.objects.filter(name__in=names).iterator()
    }
    changed = []
    for file, content in written.items():
        path = folder / file
        if not path.exists() or path.read_bytes() != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            changed.append(file)
    for path in (folder / FOLDER).glob("*.webp"):
        if f"{FOLDER}/{path.name}" not in written:
            path.unlink()
            changed.append(f"{FOLDER}/{path.name}")
    return changed
