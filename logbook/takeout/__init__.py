"""A whole log at once: out as a ZIP, in again, erased; one at a time."""
