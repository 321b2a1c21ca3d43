"""Pictures of the places where cases play."""

from cms import api
from cms.content import Scene

_DRAWN = frozenset(name for name, _words in api.PICTURES)


def picture(scene: Scene) -> str:
    """The template that draws the place of a scene; empty where the kit has no such picture."""
    return f"components/scenes/{scene.picture}.html" if scene.picture in _DRAWN else ""
