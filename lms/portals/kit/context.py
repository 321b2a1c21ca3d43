"""The context of every template."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from lms.core.actor import Actor
from lms.portals.kit.nav import navigation_of


def site_context(request: HttpRequest) -> dict[str, Any]:
    """The actor, their navigation (read when a page shows it), the support phone, and whether this
    is the demo.
    """
    actor: Actor = getattr(request, "actor", None) or Actor.nobody()
    return {
        "actor": actor,
        "nav": SimpleLazyObject(lambda: navigation_of(actor, request.path)),
        "support_phone": settings.SUPPORT_PHONE,
        "demo": settings.DEMO_MAILBOX,
    }
