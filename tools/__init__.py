"""What `make` and the tests need of this machine: a Python, a browser, a PostgreSQL server."""
