"""Tests of logbook/history/."""
