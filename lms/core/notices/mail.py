"""The demo's mail backend: what would be sent stands on a page instead."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from lms.core import clock
from lms.core.notices.models import SentMail


class MailboxBackend(BaseEmailBackend):
    """Stores messages for the mailbox page."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            for address in message.recipients():
                SentMail.objects.create(
                    to=address,
                    subject=str(message.subject),
                    body=str(message.body),
                    sent_at=clock.now(),
                )
        return len(email_messages)
