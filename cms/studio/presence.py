"""Who else has a scenario open.

The same table as Wagtail's page editor, so that both know of each other.
"""

import datetime as dt

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.admin.models import EditingSession
from wagtail.models import Page

from cms.studio.drafts import ScenarioDraft, open_draft
from lms.core import clock
from lms.core.actor import Actor

# A browser says every half minute that it is there; whoever was silent for longer has gone.
PRESENCE_PERIOD = dt.timedelta(seconds=90)


@transaction.atomic
def record_presence(*, actor: Actor, page_id: int, is_editing: bool = False) -> list[str]:
    """Note that the actor has this scenario open; the names of the others who have. NotFound."""
    draft = open_draft(actor, page_id)
    identity = {"content_type": _page_type(), "object_id": str(page_id), "user": draft.user}
    state = {"last_seen_at": clock.now(), "is_editing": is_editing}
    # Several windows of one person are one presence.
    session = EditingSession.objects.filter(**identity).order_by("pk").first()
    if session is None:
        EditingSession.objects.create(**identity, **state)
    else:
        EditingSession.objects.filter(pk=session.pk).update(**state)
    return other_editors(draft)


def other_editors(draft: ScenarioDraft) -> list[str]:
    """Names of the other people who have the scenario open now, each once."""
    sessions = EditingSession.objects.filter(
        content_type=_page_type(),
        object_id=str(draft.page.pk),
        last_seen_at__gte=clock.now() - PRESENCE_PERIOD,
    )
    sessions = sessions.exclude(user=draft.user).select_related("user").order_by("user__full_name")
    return list(dict.fromkeys(str(session.user.full_name) for session in sessions))


def _page_type() -> ContentType:
    return ContentType.objects.get_for_model(Page)
