"""Who else has a case open.

The same table as Wagtail's page editor, so that both know of each other.
"""

import datetime as dt

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.admin.models import EditingSession
from wagtail.models import Page

from cms.studio.drafts import Draft, open_draft
from lms.core import clock
from lms.core.actor import Actor

# A browser says every half minute that it is there; whoever was silent for longer has gone.
GONE = dt.timedelta(seconds=90)


@transaction.atomic
def arrive(*, actor: Actor, page_id: int, is_editing: bool = False) -> list[str]:
    """Say that I have this case open; the names of the others who have. NotFound."""
    draft = open_draft(actor, page_id)
    mine = {"content_type": _kind(), "object_id": str(page_id), "user": draft.user}
    now = {"last_seen_at": clock.now(), "is_editing": is_editing}
    # Several windows of one person are one presence.
    session = EditingSession.objects.filter(**mine).order_by("pk").first()
    if session is None:
        EditingSession.objects.create(**mine, **now)
    else:
        EditingSession.objects.filter(pk=session.pk).update(**now)
    return others(draft)


def others(draft: Draft) -> list[str]:
    """Names of the other people who have the case open now, each once."""
    seen = EditingSession.objects.filter(
        content_type=_kind(), object_id=str(draft.page.pk), last_seen_at__gte=clock.now() - GONE
    )
    rows = seen.exclude(user=draft.user).select_related("user").order_by("user__full_name")
    return list(dict.fromkeys(str(row.user.full_name) for row in rows))


def _kind() -> ContentType:
    return ContentType.objects.get_for_model(Page)
