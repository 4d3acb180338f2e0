"""The exam itself: frozen values and pure functions, standard library only.

`now` and every source of chance are arguments; nothing here reads a clock, a file or a database.
"""
