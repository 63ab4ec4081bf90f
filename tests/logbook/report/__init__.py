"""The report and the links to it."""
