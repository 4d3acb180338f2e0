"""The use cases: one act a function. Nothing here commits; the caller's `with` block does."""
