"""Pictures of the places where scenarios happen."""

from cms import api
from cms.content import Scene

_PICTURES = frozenset(name for name, _words in api.PICTURES)


def picture_template(scene: Scene) -> str:
    """The template that draws the place of a scene, "" where there is no such picture."""
    return f"components/scenes/{scene.picture}.html" if scene.picture in _PICTURES else ""
