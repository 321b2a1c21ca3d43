"""Records: what happened to people.

The layers are kept apart by the contracts in pyproject.toml.
"""
