"""Durable Runs on DBOS: nothing outside this package imports dbos."""
