"""Notifications about a request: to those who deal with it when it is submitted, and to the person
at each step.
"""

from collections.abc import Callable

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from lms.core.audit.models import Event
from lms.core.notices.actions import notify
from lms.people.accounts.queries import get_user
from lms.people.privacy.models import DataRequest
from lms.people.privacy.queries import accounts_to_notify


def tell_asked(event: Event) -> None:
    """privacy.asked → notify the managers of the person's unit, or the authority where there is no
    other.
    """
    request = _request_of(event)
    for user_id in accounts_to_notify(request):
        with translation.override(get_user(user_id).language):
            notify(
                user_id=user_id,
                key=f"data-request:{request.uid}",
                title=_("%(name)s asks about personal data") % {"name": request.official},
                body=_("%(kind)s. Answer by %(answer)s; finish by %(finish)s.")
                % {**_request_words(request), "answer": f"{request.answer_due:%d/%m/%Y}"},
                url=reverse("unit_request", args=[request.uid]),
            )


def tell_taken(event: Event) -> None:
    """privacy.taken → notify the person that somebody deals with it, and by when."""
    _notify_asker(event, _words_when_taken)


def tell_extended(event: Event) -> None:
    """privacy.extended → notify the person of the new last day and the reason."""
    _notify_asker(event, _words_when_extended)


def tell_closed(event: Event) -> None:
    """privacy.finished, privacy.refused → notify the person that the answer is there."""
    _notify_asker(
        event, _words_when_finished if event.kind == "privacy.finished" else _words_when_refused
    )


def _words_when_taken(request: DataRequest) -> tuple[str, str]:
    return (
        _("Your request is being dealt with"),
        _("%(kind)s. It is finished by %(finish)s.") % _request_words(request),
    )


def _words_when_extended(request: DataRequest) -> tuple[str, str]:
    return (
        _("Your request needs more time, until %(finish)s") % _request_words(request),
        _("%(kind)s. Reason: %(reason)s")
        % {**_request_words(request), "reason": request.extension_reason},
    )


def _words_when_finished(request: DataRequest) -> tuple[str, str]:
    return _("Your request is done"), _open_request_words(request)


def _words_when_refused(request: DataRequest) -> tuple[str, str]:
    return _("Your request is refused"), _open_request_words(request)


def _open_request_words(request: DataRequest) -> str:
    # the answer itself may hold personal data, which must not go by mail
    return _("%(kind)s. Open the request to read the answer.") % _request_words(request)


def _notify_asker(event: Event, words: Callable[[DataRequest], tuple[str, str]]) -> None:
    request = _request_of(event)
    user_id = request.official.user_id
    if user_id is None:
        return
    with translation.override(get_user(user_id).language):
        title, body = words(request)
        notify(
            user_id=user_id,
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
