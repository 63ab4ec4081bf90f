"""One entry on its way: saved once however often it is sent, as plain data, undone, written by the player."""
