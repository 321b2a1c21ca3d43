"""Requests about one's own data, and their answers within the deadlines of the rulebook (Luật
91/2025/QH15, NĐ 356/2025/NĐ-CP).
"""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.core import clock, text
from lms.core.actor import Actor
from lms.core.audit.actions import record
from lms.core.errors import BadInput, NotAllowed, RuleBroken
from lms.people.organisation.models import Unit
from lms.people.organisation.policies import on_day
from lms.people.personnel.models import Official
from lms.people.privacy.models import DataRequest
from lms.people.privacy.own_file import OwnFile, own_file
from lms.people.privacy.policies import is_asker, may_handle
from lms.people.privacy.queries import open_like, own_official
from lms.people.privacy.states import REQUEST, RequestState
from lms.people.rulebook.queries import AppliedRule, add_working_days, rule_for

_ANSWER, _FINISH, _EXTENSION = (
    "privacy.answer_working_days",
    "privacy.finish_days",
    "privacy.extension_days",
)
LONGEST = 2000
# What forms say in place of the actions, in the same words.
GROUND_WANTED = gettext_lazy("Say on which ground it is refused, and where the person can turn to.")
REASON_WANTED = gettext_lazy("Say why more time is needed; the person reads it.")
ANSWER_WANTED = gettext_lazy("Say what was done; the person reads it.")


@transaction.atomic
def submit_request(
    *, actor: Actor, kind: DataRequest.Kind, words: str, about: str = ""
) -> DataRequest:
    """Submit a request about one's own data. The deadlines that apply today are copied into it.

    NotFound for who is no official; BadInput without words; RuleBroken while a request of that kind
    about the same thing is open (`queries.open_like` returns it), or where the rulebook has no
    deadline for the kind.
    """
    official = Official.objects.select_for_update().get(pk=own_official(actor).pk)
    words, about = text.strip_unstorable(words).strip(), text.normalise(about)
    if not words:
        raise BadInput(_("Write what you ask for."), field="words")
    if open_like(official, kind, about):
        raise RuleBroken(
            _(
                "You have asked this already and the answer is on its way. Open that request, or"
                " withdraw it first."
            )
        )
    unit = _main_unit_of(official)
    clocks = {key: rule_for(key, unit=unit) for key in (_ANSWER, _FINISH, _EXTENSION)}
    today = clock.today()
    finish = today + dt.timedelta(days=_days_for_kind(clocks[_FINISH], kind))
    answer = add_working_days(today, int(clocks[_ANSWER].value), unit)
    request = DataRequest.objects.create(
        official=official,
        kind=kind,
        about=about,
        text=words,
        received_at=clock.now(),
        # over the holidays of Tết two working days may last longer than ten days: the nearer one
        # of the two deadlines binds
        answer_due=min(answer, finish),
        finish_due=finish,
        clocks={key: applied.as_json() for key, applied in clocks.items()},
    )
    record(
        "privacy.asked",
        actor,
        request,
        request=str(request.uid),
        request_kind=kind,
        answer_due=request.answer_due.isoformat(),
        finish_due=request.finish_due.isoformat(),
    )
    return request


@transaction.atomic
def take_request(*, actor: Actor, request: DataRequest) -> DataRequest:
    """Give the first answer: somebody deals with the request. The first deadline is then met, the
    last one goes on.
    """
    request = _lock_handled(actor, request)
    REQUEST.move(request, RequestState.TAKEN)
    request.answered_at, request.handled_by_id = clock.now(), actor.user_id
    request.save(update_fields=["state", "answered_at", "handled_by"])
    record("privacy.taken", actor, request, request=str(request.uid))
    return request


@transaction.atomic
def extend_request(*, actor: Actor, request: DataRequest, days: int, reason: str) -> DataRequest:
    """Move the last day by `days`, once and before it has passed, with a reason that the person
    reads.

    RuleBroken where it cannot be extended (any more); BadInput for too many days or no reason.
    """
    request = _lock_handled(actor, request)
    _check_extendable(request)
    most = int(request.clocks[_EXTENSION]["value"])
    if not 1 <= days <= most:
        raise BadInput(
            _("The time may be extended by 1 to %(most)d days.") % {"most": most}, field="days"
        )
    reason = text.normalise(reason)
    if not reason:
        raise BadInput(str(REASON_WANTED), field="reason")
    request.finish_due += dt.timedelta(days=days)
    request.extended_on, request.extension_reason = clock.today(), reason
    request.save(update_fields=["finish_due", "extended_on", "extension_reason"])
    record(
        "privacy.extended",
        actor,
        request,
        request=str(request.uid),
        days=days,
        finish_due=request.finish_due.isoformat(),
        reason=reason,
    )
    return request


@transaction.atomic
def finish_request(*, actor: Actor, request: DataRequest, answer: str) -> DataRequest:
    """Close a request as done; the answer says what was done. BadInput without an answer."""
    request = _lock_handled(actor, request)
    answer = text.strip_unstorable(answer).strip()
    if not answer:
        raise BadInput(str(ANSWER_WANTED), field="answer")
    return _close_request(actor, request, RequestState.DONE, answer)


@transaction.atomic
def refuse_request(*, actor: Actor, request: DataRequest, ground: str) -> DataRequest:
    """Close a request as refused, with the ground. BadInput without one.

    Data of training are never deleted on request: the law has them kept.
    """
    request = _lock_handled(actor, request)
    ground = text.strip_unstorable(ground).strip()
    if not ground:
        raise BadInput(
            str(GROUND_WANTED),
            field="ground",
        )
    return _close_request(actor, request, RequestState.REFUSED, ground)


@transaction.atomic
def withdraw_request(*, actor: Actor, request: DataRequest) -> DataRequest:
    """Withdraw one's own request, since no answer is needed any more."""
    if not is_asker(actor, request):
        raise NotAllowed(_("Only the person who asked may withdraw the request."))
    request = _lock_request(request)
    REQUEST.move(request, RequestState.WITHDRAWN)
    request.closed_at = clock.now()
    request.save(update_fields=["state", "closed_at"])
    record("privacy.withdrawn", actor, request, request=str(request.uid))
    return request


@transaction.atomic
def take_out_own_file(*, actor: Actor, form: str) -> OwnFile:
    """Everything that the apps of people store about the actor, for a file of the format `form`
    ("xlsx", "json"); the audit log records it.

    NotFound for who is no official.
    """
    own = own_file(actor)
    record("privacy.taken_out", actor, own.official, form=form)
    return own


def _check_extendable(request: DataRequest) -> None:
    if request.state != RequestState.TAKEN:
        raise RuleBroken(
            _("Only a request that is being dealt with can be extended: take it first.")
        )
    if request.extended_on is not None:
        raise RuleBroken(_("The time was extended once already; answer the request now."))
    if request.finish_due < clock.today():
        raise RuleBroken(
            _("The last day has passed, so it cannot be extended any more; answer the request now.")
        )


def _lock_handled(actor: Actor, request: DataRequest) -> DataRequest:
    if not may_handle(actor, request):
        raise NotAllowed(
            _(
                "A request is dealt with by who keeps the person's file, and never by the person"
                " themselves."
            )
        )
    return _lock_request(request)


def _lock_request(request: DataRequest) -> DataRequest:
    requests = DataRequest.objects.select_for_update(of=("self",)).select_related("official")
    return requests.get(pk=request.pk)


def _close_request(
    actor: Actor, request: DataRequest, state: RequestState, answer: str
) -> DataRequest:
    REQUEST.move(request, state)
    now = clock.now()
    request.answered_at = request.answered_at or now
    request.closed_at, request.answer, request.handled_by_id = now, answer, actor.user_id
    request.save(update_fields=["state", "answered_at", "closed_at", "answer", "handled_by"])
    kind = "privacy.finished" if state == RequestState.DONE else "privacy.refused"
    record(
        kind,
        actor,
        request,
        request=str(request.uid),
        is_late=clock.today() > request.finish_due,
    )
    return request


def _main_unit_of(official: Official) -> Unit | None:
    post = official.posts.filter(on_day()).select_related("unit").order_by("-is_main", "pk").first()
    return post.unit if post else None


def _days_for_kind(applied: AppliedRule, kind: str) -> int:
    days = applied.value.get(kind)
    if days is None:
        raise RuleBroken(
            _(
                "The rule “%(rule)s” says nothing about this kind of request; the training"
                " authority must set it."
            )
            % {"rule": applied.title}
        )
    return int(days)
