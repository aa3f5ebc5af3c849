"""A real PostgreSQL and a real Valkey for a newcomer's machine and the tests; never for production."""
