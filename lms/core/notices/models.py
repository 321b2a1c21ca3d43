"""The inbox of each person, and the mail that goes out for it."""

from django.conf import settings
from django.db import models

from lms.core.ids import uuid7


class Notice(models.Model):
    """One message to one person. The same key never reaches them twice."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices"
    )
    key = models.CharField(max_length=200)
    title = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    url = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(db_index=True)
    read_at = models.DateTimeField(null=True)
    # When mail is due; None where none is wanted or it has gone out.
    mail_due_at = models.DateTimeField(null=True, db_index=True)
    mail_attempts = models.PositiveSmallIntegerField(default=0)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="notice_once")]

    def __str__(self) -> str:
        return self.title


class SentMail(models.Model):
    """Mail as the demo's mailbox page shows it (only where the demo's mail backend is on)."""

    to = models.CharField(max_length=254, db_index=True)
    subject = models.CharField(max_length=300)
    body = models.TextField()
    sent_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.subject
