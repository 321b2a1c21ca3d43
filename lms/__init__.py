"""Records: what happened to people.

The storeys are kept apart by the contracts in pyproject.toml.
"""
