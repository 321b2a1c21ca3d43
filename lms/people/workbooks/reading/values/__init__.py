"""Read a cell into the form in which the register keeps it.

`Unreadable` says why it cannot be read and what to write instead.
"""
