"""Notifying people, once each."""

import datetime as dt
import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils.text import Truncator

from lms.core import clock
from lms.core.actor import Actor
from lms.core.notices.models import Notice
from lms.core.notices.queries import my_notices

log = logging.getLogger(__name__)

_MAIL_ATTEMPTS = 5
_LONGEST_TITLE = 200  # as long as the column of models.Notice


def notify(
    *, user_id: int, key: str, title: str, body: str = "", url: str = "", mail: bool = True
) -> None:
    """Put a notice into one inbox; mail follows where the person has an address. The same key again
    does nothing. A title over 200 characters is shortened: it may hold the name of a class.

    Called by actions and reactions as a consequence of something already recorded, so it records
    nothing itself.
    """
    now = clock.now()
    Notice.objects.get_or_create(
        user_id=user_id,
        key=key,
        defaults={
            "title": Truncator(title).chars(_LONGEST_TITLE),
            "body": body,
            "url": url,
            "created_at": now,
            "mail_due_at": now if mail else None,
        },
    )


def mark_read(*, actor: Actor) -> int:
    """Mark the actor's whole inbox as read; returns how many notices were new."""
    return my_notices(actor).filter(read_at=None).update(read_at=clock.now())


def send_due_mail(limit: int = 50) -> int:
    """Send mail that is due.

    At least once: a crash between sending and marking sends a message again.
    """
    sent = 0
    for _ in range(limit):
        with transaction.atomic():
            notice = (
                Notice.objects.select_for_update(skip_locked=True, of=("self",))
                .filter(mail_due_at__lte=clock.now())
                .select_related("user")
                .order_by("mail_due_at")
                .first()
            )
            if notice is None:
                return sent
            sent += _send(notice)
    return sent


def _send(notice: Notice) -> int:
    address = notice.user.email
    if not address:
        notice.mail_due_at = None
        notice.save(update_fields=["mail_due_at"])
        return 0
    link = f"\n\n{settings.SITE_URL}{notice.url}" if notice.url else ""
    try:
        send_mail(notice.title, notice.body + link, None, [address])
    except (OSError, SMTPException):
        log.exception("mail for notice %s", notice.pk)
        notice.mail_attempts += 1
        wait = dt.timedelta(minutes=5 * 2**notice.mail_attempts)
        again = notice.mail_attempts < _MAIL_ATTEMPTS
        notice.mail_due_at = clock.now() + wait if again else None
        notice.save(update_fields=["mail_attempts", "mail_due_at"])
        return 0
    notice.mail_due_at, notice.mailed_at = None, clock.now()
    notice.save(update_fields=["mail_due_at", "mailed_at"])
    return 1
