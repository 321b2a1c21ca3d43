"""The rulebook of the demo: what every new installation begins with."""

from lms.core.actor import Actor
from lms.people.rulebook.actions import load_defaults


def build(actor: Actor) -> int:
    """Set every default that is not there yet; returns how many were set."""
    return load_defaults(actor=actor)
