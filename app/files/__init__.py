"""Adapters: what the exam reads from files and writes to them."""
