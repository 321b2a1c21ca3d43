"""What a cell says, in the form the register keeps it.

`Unreadable` tells why not and what to write instead.
"""
