"""What is decided on a page of the desk is decided about what that page showed, and not about what came to stand there since.

Each such page sends back a mark of the state that it showed. Where another one stands there, nothing is done and the page comes
once more, as a 409 that says what changed. A page of an earlier release sends no mark: it comes once more, too. That is
one more press in the minutes after an upgrade, and nothing is done that nobody saw.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.http import HttpRequest
from django.template.response import TemplateResponse

from library.admin.history import what_was_done
from library.admin.sheet import DeskSheet
from library.admin.standing import standing_in_words
from library.admin.when import instant_in_words
from library.writers import only_writer

P = ParamSpec("P")
R = TypeVar("R")

SEEN = "seen"
CHANGED = 409
WHILE_OPEN = "Nothing was done, because this changed while you had it open. Look at it once more."
EARLIER_PAGE = "Nothing was done, because this page is from before the site was renewed. Look at it once more."


@dataclass(frozen=True)
class NotAsShown:
    """Why nothing was done, and what changed: words, and the two states between which it did, as `compare` calls them."""

    said: str
    changes: Sequence[tuple[str, str]]


def alone_when_sent(view: Callable[P, R]) -> Callable[P, R]:
    """For a view on which something is decided: what it reads stays so until that is done. A look holds nobody up."""

    @wraps(view)
    def alone(*args: P.args, **kwargs: P.kwargs) -> R:
        request = next(one for one in args if isinstance(one, HttpRequest))
        with only_writer() if request.method == "POST" else nullcontext():
            return view(*args, **kwargs)

    return alone


def is_decided(request: HttpRequest, sheet: DeskSheet) -> bool:
    """Whether a button was pressed on a page that showed this state."""
    return request.method == "POST" and request.POST.get(SEEN) == sheet.mark


def not_as_shown(request: HttpRequest, sheet: DeskSheet) -> NotAsShown | None:
    """What is said where something else stands there than was shown; None for a look, and where it is the same."""
    if request.method != "POST" or is_decided(request, sheet):
        return None
    sent = request.POST.get(SEEN, "")
    return NotAsShown(WHILE_OPEN, _changes(sent, sheet)) if sent else NotAsShown(EARLIER_PAGE, ())


def asked(request: HttpRequest, name: str, sheet: DeskSheet, context: dict[str, Any]) -> TemplateResponse:
    """The page that asks before something is done, for the first time or once more."""
    changed = not_as_shown(request, sheet)
    context |= {"mark": sheet.mark, "changed": changed}
    return TemplateResponse(request, f"admin/library/{name}.html", context, status=CHANGED if changed else None)


def _changes(sent: str, sheet: DeskSheet) -> list[tuple[str, str]]:
    draft_before, _, row_before = sent.rpartition("/")
    draft_now, _, row_now = sheet.mark.rpartition("/")
    changes: list[tuple[str, str]] = []
    if draft_before != draft_now and draft_before.partition("@")[0] == draft_now.partition("@")[0]:
        changes.append((standing_in_words(sheet), ""))
    elif draft_before != draft_now and sheet.draft is not None:
        who, at = sheet.last_by
        changes.append((f"{who} saved the draft on {instant_in_words(at)}.", "old=row&new=draft"))
    elif draft_before != draft_now:
        changes.append(("The draft was published or thrown away.", ""))
    if row_before != row_now and (newest := sheet.newest):
        two = f"old={row_before}&new={newest.pk}" if row_before not in ("", "0") else ""
        changes.append((f"{instant_in_words(newest.at)}: {what_was_done(newest)}", two))
    return changes
