"""What a routine and a stage of it are called together, wherever the logbook names them."""

from __future__ import annotations


def title_of(routine: str, stage: str) -> str:
    """`Strength: Stage 2`; the routine alone where it has no stages; "" without a routine."""
    return f"{routine}: {stage}" if routine and stage else routine
