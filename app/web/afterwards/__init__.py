"""The candidate's result, after the day."""
