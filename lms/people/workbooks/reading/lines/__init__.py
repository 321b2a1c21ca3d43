"""One row: of which kind it is, what its cells say, what they say together."""
