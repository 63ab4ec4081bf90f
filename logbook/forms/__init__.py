"""What runners send. Forms clean; `logbook.entries.saving` writes."""
