"""Queries, one module per aggregate. A query that serves a page is told where it may look."""
