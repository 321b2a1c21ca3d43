"""Pictures of lessons and pages: only re-encoded renditions, never the uploaded file."""

from django.core.files.storage import default_storage
from django.http import FileResponse, HttpResponseBase
from django.utils.translation import gettext as _

from lms.core.errors import NotFound
from lms.portals.kit.views import ActorRequest, actor_view

# where Wagtail keeps renditions
_FOLDER = "images"
_TYPES = {
    "webp": "image/webp",
    "avif": "image/avif",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
}


@actor_view("GET", public=True)
def show_picture(request: ActorRequest, name: str) -> HttpResponseBase:
    """A rendition by its name, which changes with its content, so that browsers may keep it."""
    kind = _TYPES.get(name.rpartition(".")[2].lower())
    path = f"{_FOLDER}/{name}"
    if kind is None or not default_storage.exists(path):
        raise NotFound(_("There is no such picture."))
    response = FileResponse(default_storage.open(path), content_type=kind)
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    return response
