"""One row: what kind of row it is, what its cells say, what they say together."""
