"""A notice that follows an event: which event, about what, who gets it, in which words, by which
channels.

Each is one `EventNotice` in the `tasks.py` of the app that knows whom to tell; it is a reaction as
it stands (`lms.project.reactions` collects them).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Flag, auto
from typing import Generic, TypeVar

from django.contrib.auth import get_user_model
from django.utils import translation

from lms.core.audit.models import Event
from lms.core.notices.actions import notify

Subject = TypeVar("Subject")
# (key of the account or None, what the notice is about)
Recipient = tuple[int | None, Subject]


class Channel(Flag):
    """By which ways a notice goes. The inbox always has it; mail needs an address."""

    INBOX = auto()
    MAIL = auto()


BY_INBOX_AND_MAIL = Channel.INBOX | Channel.MAIL


@dataclass(frozen=True)
class NoticeWords:
    """What one person reads. `key`: they get it once, however often the event is delivered.

    `url`: a path of this site, or "" where there is nothing to open.
    """

    key: str
    title: str
    body: str = ""
    url: str = ""


@dataclass(frozen=True)
class EventNotice(Generic[Subject]):
    """A notice that follows each of `events`.

    `recipients`: who gets it, each with what it is about for them; None stands for a person
    without an account, who gets nothing. `words`: called for each recipient, in their language.
    """

    events: tuple[str, ...]
    recipients: Callable[[Event], Iterable[Recipient[Subject]]]
    words: Callable[[Subject, Event], NoticeWords]
    channels: Channel = BY_INBOX_AND_MAIL

    def __call__(self, event: Event) -> None:
        """Send the notice; called again for the same event, nobody gets it twice."""
        recipients = [
            (user_id, subject) for user_id, subject in self.recipients(event) if user_id is not None
        ]
        languages = _languages_of([user_id for user_id, _subject in recipients])
        for user_id, subject in recipients:
            with translation.override(languages[user_id]):
                message = self.words(subject, event)
            notify(
                user_id=user_id,
                key=message.key,
                title=message.title,
                body=message.body,
                url=message.url,
                mail=Channel.MAIL in self.channels,
            )


def _languages_of(user_ids: list[int]) -> dict[int, str]:
    accounts = get_user_model().objects.filter(pk__in=user_ids)
    return dict(accounts.values_list("pk", "language"))
