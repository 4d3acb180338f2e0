"""Storage: SQLAlchemy rows, queries and migrations. The only place with SQL."""
