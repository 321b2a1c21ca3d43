"""Reading the inbox."""

from django.db.models import QuerySet

from lms.core.actor import Actor
from lms.core.notices.models import Notice, SentMail


def my_notices(actor: Actor) -> QuerySet[Notice]:
    """The actor's inbox, newest first."""
    return Notice.objects.filter(user_id=actor.key).order_by("-created_at", "-id")


def mailbox() -> QuerySet[SentMail]:
    """The demo's sent mail, newest first."""
    return SentMail.objects.order_by("-sent_at", "-id")
