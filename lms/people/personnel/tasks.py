"""What follows from decisions on a file: the person gets a notice."""

from django.urls import reverse
from django.utils.translation import gettext as _

from lms.core.audit.models import Event
from lms.core.notices.event_notices import EventNotice, NoticeWords, Recipient
from lms.people.personnel.models import Official, Qualification
from lms.people.personnel.states import QualificationState


def _official_decided_on(event: Event) -> list[Recipient[Qualification]]:
    qualification = Qualification.objects.get(uid=event.data["qualification"])
    official = Official.objects.get(pk=event.subject_id)
    return [(official.user_id, qualification)]


def _words_when_decided(qualification: Qualification, event: Event) -> NoticeWords:
    is_confirmed = event.data["state"] == QualificationState.CONFIRMED
    title = (
        _("Your unit has confirmed: %(what)s, %(level)s")
        if is_confirmed
        else _("Your unit has refused: %(what)s, %(level)s")
    )
    return NoticeWords(
        key=f"qualification:{qualification.uid}:{event.data['state']}",
        title=title
        % {
            "what": qualification.get_dimension_display(),
            "level": qualification.get_level_display(),
        },
        body=event.data["reason"],
        url=reverse("learner_record"),
    )


tell_qualification_decided = EventNotice(
    events=("official.qualification_decided",),
    recipients=_official_decided_on,
    words=_words_when_decided,
)
