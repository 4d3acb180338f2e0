"""A session run before its day: over real HTTP, on a copy, by pretend candidates.

Also the load for benchmarks. Nothing here writes to the installation's own database but the
progress and the report of the rehearsal itself, by the services of `app.services.rehearsals`.
"""
