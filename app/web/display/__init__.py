"""The room display, which needs no sign-in."""
