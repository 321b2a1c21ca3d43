"""Pictures of the places where cases play."""

from cms.content import Scene

# The kit of drawn places.
PICTURES = frozenset({"counter", "office", "hall", "field"})


def picture(scene: Scene) -> str:
    """The template that draws the place of a scene; empty where the kit has no such picture."""
    return f"components/scenes/{scene.picture}.html" if scene.picture in PICTURES else ""
