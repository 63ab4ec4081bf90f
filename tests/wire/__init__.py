"""What goes over the wire between the real server and whoever stands in front of it, byte by byte."""
