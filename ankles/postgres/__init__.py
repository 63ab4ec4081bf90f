"""Django's PostgreSQL, with a deadline on our side: a frozen server keeps its connections open and says nothing."""
