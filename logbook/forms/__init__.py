"""What runners send. Forms clean; `logbook.saving` writes."""
