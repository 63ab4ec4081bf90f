"""Tests of logbook/takeout/."""
