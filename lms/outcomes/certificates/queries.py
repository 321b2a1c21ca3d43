"""Reading certificates: the holder's, the school's, the register, and what a stranger may learn."""

import datetime as dt
import unicodedata
import uuid
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Sum

from lms.core import clock, text
from lms.core.actor import Actor
from lms.core.errors import NotFound
from lms.core.ids import is_code, normalise_code
from lms.outcomes.certificates.models import Certificate, Register
from lms.outcomes.certificates.policies import held_by, kept_by, seen_by, signable_by
from lms.outcomes.certificates.states import CertificateState
from lms.outcomes.results.models import ResultSheet
from lms.outcomes.results.states import SheetState
from lms.people.organisation.models import Unit
from lms.people.personnel.models import Official, TrainingRecord
from lms.teaching.classes.models import ClassGroup

ENDED = (CertificateState.REVOKED, CertificateState.REPLACED)
PUBLIC = (CertificateState.ISSUED, *ENDED)
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")


@dataclass(frozen=True)
class Checked:
    """What anybody may know of a certificate: never birth date, scores, the full name."""

    is_valid: bool
    state: str
    serial: str
    course: str
    school: str
    issued_on: dt.date
    initials: str
    ended_on: dt.date | None


@dataclass(frozen=True)
class Training:
    """A learner's training record: the rows, and the tiết that count in the year."""

    rows: list[TrainingRecord]
    year: int
    periods: int


def my_certificates(actor: Actor) -> QuerySet[Certificate]:
    """The actor's own, newest first; those cancelled before issue are not shown."""
    return _rows().filter(held_by(actor)).exclude(state=CertificateState.CANCELLED).order_by("-pk")


def my_certificate(actor: Actor, pk: uuid.UUID) -> Certificate:
    """One of the actor's own. NotFound for anybody else's."""
    return _one(my_certificates(actor).filter(pk=pk))


def school_certificates(actor: Actor) -> QuerySet[Certificate]:
    """Certificates of the schools whose register the actor keeps."""
    return _rows().filter(seen_by(actor))


def school_certificate(actor: Actor, pk: uuid.UUID) -> Certificate:
    """One of them. NotFound for a stranger."""
    return _one(school_certificates(actor).filter(pk=pk))


def of_class(group: ClassGroup) -> QuerySet[Certificate]:
    """All certificates of a class in the order of Vietnamese lists, older ones first."""
    return (
        _rows()
        .filter(result__enrolment__group=group)
        .exclude(state=CertificateState.CANCELLED)
        .order_by("result__enrolment__official__name_key", "pk")
    )


def to_issue(group: ClassGroup) -> QuerySet[Certificate]:
    """Proposed and confirmed by their holders, in the order in which they are numbered."""
    return of_class(group).filter(state=CertificateState.PROPOSED, confirmed_at__isnull=False)


def signable_class(actor: Actor, code: str) -> ClassGroup:
    """A class whose certificates the actor may sign. NotFound for anybody else."""
    group = (
        ClassGroup.objects.filter(signable_by(actor), code=code).select_related("school").first()
    )
    if group is None:
        raise NotFound
    return group


def classes_to_sign(actor: Actor) -> QuerySet[ClassGroup]:
    """Classes with proposed certificates that the actor may sign, with `ready` and `unconfirmed`
    counts.
    """
    proposed = Q(enrolments__results__certificates__state=CertificateState.PROPOSED)
    confirmed = Q(enrolments__results__certificates__confirmed_at__isnull=False)
    pk = "enrolments__results__certificates"
    return (
        ClassGroup.objects.filter(signable_by(actor))
        .annotate(
            ready=Count(pk, filter=proposed & confirmed, distinct=True),
            unconfirmed=Count(pk, filter=proposed & ~confirmed, distinct=True),
        )
        .filter(Q(ready__gt=0) | Q(unconfirmed__gt=0))
        .order_by("ends_on", "code")
    )


def corrections_wanted(actor: Actor) -> QuerySet[Certificate]:
    """Proposed certificates whose holders say that their data are wrong, at the actor's schools."""
    return (
        school_certificates(actor)
        .filter(state=CertificateState.PROPOSED)
        .exclude(correction_wanted="")
        .order_by("pk")
    )


def approved_sheet(group: ClassGroup) -> ResultSheet | None:
    """The approved results on which the certificates of a class stand."""
    return (
        group.sheets.filter(state=SheetState.APPROVED)
        .select_related("approved_by", "group")
        .first()
    )


def registers(actor: Actor) -> QuerySet[Register]:
    """Registers that the actor keeps, newest year first."""
    schools = Unit.objects.filter(kept_by(actor))
    return (
        Register.objects.filter(school__in=schools)
        .select_related("school")
        .order_by("-year", "school__path")
    )


def register_of(actor: Actor, school_code: str, year: int) -> Register:
    """One register. NotFound for a stranger."""
    found = registers(actor).filter(school__code=school_code, year=year).first()
    if found is None:
        raise NotFound
    return found


def entries(register: Register) -> QuerySet[Certificate]:
    """The entries of a register by their number."""
    return _rows().filter(register=register).order_by("number")


def training_of(actor: Actor) -> Training:
    """The actor's training record, newest first; revoked rows are listed and count nothing."""
    year = clock.today().year
    official = Official.objects.filter(user_id=actor.key).first()
    if official is None:
        return Training([], year, 0)
    rows = official.trainings.order_by("-ends_on", "-pk")
    counted = rows.filter(ends_on__year=year, revoked_on=None).order_by()
    return Training(list(rows), year, counted.aggregate(n=Sum("periods"))["n"] or 0)


def verify_by_code(typed: str) -> Checked | None:
    """By the code of the QR, as scanned or typed. None for a wrong code as for an absent one."""
    code = normalise_code(typed)
    found = _public().filter(code=code).first() if is_code(code) else None
    return None if found is None else _checked(found)


def verify_by_number(serial: str, full_name: str) -> Checked | None:
    """By the number on the paper and the holder's full name: both must be right."""
    wanted = "".join(serial.split()).replace("–", "-").upper()
    found = _public().filter(serial__iexact=wanted).exclude(serial="").first()
    if found is None or not same_name(full_name, found.holder_name):
        return None
    return _checked(found)


def same_name(typed: str, name: str) -> bool:
    """Any case; without any marks, or with the right ones wherever the tone is written (hoà,
    hòa).
    """
    typed, name = text.normal(typed).lower(), text.normal(name).lower()
    if typed == text.fold(typed):
        return typed == text.fold(name)
    return _spoken(typed) == _spoken(name)


def initials(full_name: str) -> str:
    """ "Lò Thị Lan" → "L.T.L." """
    return "".join(f"{word[0].upper()}." for word in full_name.split())


def _spoken(name: str) -> list[tuple[str, str]]:
    words = []
    for word in name.split():
        marks = unicodedata.normalize("NFD", word)
        tone = "".join(m for m in marks if m in _TONES)
        words.append(("".join(m for m in marks if m not in _TONES), tone))
    return words


def _public() -> QuerySet[Certificate]:
    return Certificate.objects.filter(state__in=PUBLIC)


def _checked(found: Certificate) -> Checked:
    ended = found.ended_at
    return Checked(
        is_valid=found.state == CertificateState.ISSUED,
        state=found.state,
        serial=found.serial,
        course=found.course_title,
        school=found.school_name,
        issued_on=found.issued_on or dt.date.min,
        initials=initials(found.holder_name),
        ended_on=clock.local(ended).date() if ended else None,
    )


def _rows() -> QuerySet[Certificate]:
    return Certificate.objects.select_related(
        "result__sheet",
        "result__enrolment__group__school",
        "result__enrolment__official",
        "replaces",
        "replaced_by",
    )


def _one(rows: QuerySet[Certificate]) -> Certificate:
    found = rows.first()
    if found is None:
        raise NotFound
    return found
