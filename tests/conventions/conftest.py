"""The guide, seeded once in a process."""

from tests.snapshot import guide, guide_snapshot, static_root

__all__ = ["guide", "guide_snapshot", "static_root"]
