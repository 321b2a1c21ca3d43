"""Notifications about a request: to those who deal with it when it is submitted, and to the person
at each step.
"""

from collections.abc import Callable

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from lms.core.audit.models import Event
from lms.core.notices.actions import notify
from lms.people.accounts.queries import user
from lms.people.privacy.models import DataRequest
from lms.people.privacy.queries import told_of


def tell_asked(event: Event) -> None:
    """privacy.asked → notify the managers of the person's unit, or the authority where there is no
    other.
    """
    request = _request(event)
    for user_id in told_of(request):
        with translation.override(user(user_id).language):
            notify(
                user_id=user_id,
                key=f"data-request:{request.uid}",
                title=_("%(name)s asks about personal data") % {"name": request.official},
                body=_("%(kind)s. Answer by %(answer)s; finish by %(finish)s.")
                % {**_facts(request), "answer": f"{request.answer_due:%d/%m/%Y}"},
                url=reverse("unit_request", args=[request.uid]),
            )


def tell_taken(event: Event) -> None:
    """privacy.taken → notify the person that somebody deals with it, and by when."""
    _tell(event, _taken)


def tell_extended(event: Event) -> None:
    """privacy.extended → notify the person of the new last day and the reason."""
    _tell(event, _extended)


def tell_closed(event: Event) -> None:
    """privacy.finished, privacy.refused → notify the person that the answer is there."""
    _tell(event, _finished if event.kind == "privacy.finished" else _refused)


def _taken(request: DataRequest) -> tuple[str, str]:
    return (
        _("Your request is being dealt with"),
        _("%(kind)s. It is finished by %(finish)s.") % _facts(request),
    )


def _extended(request: DataRequest) -> tuple[str, str]:
    return (
        _("Your request needs more time, until %(finish)s") % _facts(request),
        _("%(kind)s. Reason: %(reason)s") % {**_facts(request), "reason": request.extension_reason},
    )


def _finished(request: DataRequest) -> tuple[str, str]:
    return _("Your request is done"), _open_it(request)


def _refused(request: DataRequest) -> tuple[str, str]:
    return _("Your request is refused"), _open_it(request)


def _open_it(request: DataRequest) -> str:
    # the answer itself may hold personal data, which must not go by mail
    return _("%(kind)s. Open the request to read the answer.") % _facts(request)


def _tell(event: Event, words: Callable[[DataRequest], tuple[str, str]]) -> None:
    request = _request(event)
    user_id = request.official.user_id
    if user_id is None:
        return
    with translation.override(user(user_id).language):
        title, body = words(request)
        notify(
            user_id=user_id,
            key=f"data-request:{event.uid}",
            title=title,
            body=body,
            url=reverse("learner_request", args=[request.uid]),
        )


def _request(event: Event) -> DataRequest:
    return DataRequest.objects.select_related("official").get(pk=event.subject_id)


def _facts(request: DataRequest) -> dict[str, object]:
    kind = str(request.get_kind_display())
    return {
        "kind": kind[:1].upper() + kind[1:],
        "finish": f"{request.finish_due:%d/%m/%Y}",
        "name": request.official,
    }
