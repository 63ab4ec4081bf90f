"""Tests of logbook/guide/."""
