"""What the site's own pages lead to, whatever editors do: pages and parts of pages that stay where they are."""

from __future__ import annotations

# Pages that templates, notices and code link to by their address, with the parts they link to. A test walks through all
# of them and compares: a new link stands here before it stands there.
LEANED_ON: dict[tuple[str, str], tuple[str, ...]] = {
    ("chapter", "when-to-see-somebody"): (),  # its parts are asked for by the list of warning signs (proofing.py)
    ("chapter", "calves-feet-balance"): ("the-pain-rule",),
    ("chapter", "ten-issues-at-a-glance"): (),
    ("chapter", "measure-at-a-wall"): (),
    ("chapter", "not-on-the-list"): (),
    ("routine", "before-a-run"): (),
    ("routine", "after-a-run"): (),
}


class StaysError(Exception):
    """A page that the site leans on was to be taken off, retired, deleted or renamed: nothing was done."""


def ask_whether_it_may_go(kind: str, name: str) -> None:
    """Ask before a page goes away, whoever wants it to. Raises StaysError with the words why it stays."""
    if words := why_it_stays(kind, name):
        raise StaysError(f"{kind} {name}: {words}")


def why_it_stays(kind: str, name: str) -> str:
    """Why a page can be neither taken off, retired, deleted nor renamed, in words; empty where it can."""
    if (kind, name) not in LEANED_ON:
        return ""
    return "pages of the site itself lead here, such as notices and warnings, so it stays under this address"


def parts_of(kind: str, name: str) -> tuple[str, ...]:
    """The parts of a page that the site itself leads to."""
    return LEANED_ON.get((kind, name), ())
