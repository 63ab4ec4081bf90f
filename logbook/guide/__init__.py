"""What the logbook takes from the guide: routines and exercises to do, places that hurt, and which of them a runner chose."""
