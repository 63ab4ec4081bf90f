"""What earlier releases made, and what they left in a database."""
