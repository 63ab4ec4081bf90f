"""Tests of logbook/entries/."""
