"""Reading the inbox."""

from django.db.models import Exists, OuterRef, QuerySet

from lms.core.actor import Actor
from lms.core.notices.models import Notice, SentMail


def my_notices(actor: Actor) -> QuerySet[Notice]:
    """The actor's inbox, newest first."""
    return Notice.objects.filter(user_id=actor.key).order_by("-created_at", "-id")


def has_unread_notices() -> Exists:
    """For a query of accounts: whether each has notices that it has not read."""
    return Exists(Notice.objects.filter(user_id=OuterRef("pk"), read_at=None))


def mailbox() -> QuerySet[SentMail]:
    """The demo's sent mail, newest first."""
    return SentMail.objects.order_by("-sent_at", "-id")
