"""What the pages of an account ask."""
