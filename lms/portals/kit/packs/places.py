"""Pictures of the places where scenarios happen."""

from cms import api
from cms.content import Scene

_DRAWN = frozenset(name for name, _words in api.PICTURES)


def picture(scene: Scene) -> str:
    """The template that draws the place of a scene, "" where there is no such picture."""
    return f"components/scenes/{scene.picture}.html" if scene.picture in _DRAWN else ""
