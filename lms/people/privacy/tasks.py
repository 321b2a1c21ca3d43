"""Notices about a request: to those who deal with it when it is submitted, and to the person at
each step.
"""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from lms.core.audit.models import Event
from lms.core.notices.event_notices import EventNotice, NoticeWords, Recipient
from lms.people.privacy.models import DataRequest
from lms.people.privacy.queries import accounts_to_notify


def _those_who_answer(event: Event) -> Iterable[Recipient[DataRequest]]:
    """The managers of the person's unit, or the authority where there is no other."""
    request = _request_of(event)
    return [(user_id, request) for user_id in accounts_to_notify(request)]


def _words_when_asked(request: DataRequest, _event: Event) -> NoticeWords:
    return NoticeWords(
        key=f"data-request:{request.uid}",
        title=_("%(name)s asks about personal data") % {"name": request.official},
        body=_("%(kind)s. Answer by %(answer)s; finish by %(finish)s.")
        % {**_request_words(request), "answer": f"{request.answer_due:%d/%m/%Y}"},
        url=reverse("unit_request", args=[request.uid]),
    )


tell_asked = EventNotice(
    events=("privacy.asked",),
    recipients=_those_who_answer,
    words=_words_when_asked,
)


def _asker(event: Event) -> list[Recipient[DataRequest]]:
    request = _request_of(event)
    return [(request.official.user_id, request)]


def _words_when_taken(request: DataRequest, event: Event) -> NoticeWords:
    title = _("Your request is being dealt with")
    body = _("%(kind)s. It is finished by %(finish)s.") % _request_words(request)
    return _words_to_asker(request, event, title, body)


tell_taken = EventNotice(
    events=("privacy.taken",),
    recipients=_asker,
    words=_words_when_taken,
)


def _words_when_extended(request: DataRequest, event: Event) -> NoticeWords:
    title = _("Your request needs more time, until %(finish)s") % _request_words(request)
    body = _("%(kind)s. Reason: %(reason)s") % {
        **_request_words(request),
        "reason": request.extension_reason,
    }
    return _words_to_asker(request, event, title, body)


tell_extended = EventNotice(
    events=("privacy.extended",),
    recipients=_asker,
    words=_words_when_extended,
)


def _words_when_closed(request: DataRequest, event: Event) -> NoticeWords:
    is_refused = event.kind == "privacy.refused"
    title = _("Your request is refused") if is_refused else _("Your request is done")
    # the answer itself may hold personal data, which must not go by mail
    body = _("%(kind)s. Open the request to read the answer.") % _request_words(request)
    return _words_to_asker(request, event, title, body)


tell_closed = EventNotice(
    events=("privacy.finished", "privacy.refused"),
    recipients=_asker,
    words=_words_when_closed,
)


def _words_to_asker(request: DataRequest, event: Event, title: str, body: str) -> NoticeWords:
    return NoticeWords(
        key=f"data-request:{event.uid}",
        title=title,
        body=body,
        url=reverse("learner_request", args=[request.uid]),
    )


def _request_of(event: Event) -> DataRequest:
    return DataRequest.objects.select_related("official").get(pk=event.subject_id)


def _request_words(request: DataRequest) -> dict[str, object]:
    kind = str(request.get_kind_display())
    return {
        "kind": kind[:1].upper() + kind[1:],
        "finish": f"{request.finish_due:%d/%m/%Y}",
        "name": request.official,
    }
