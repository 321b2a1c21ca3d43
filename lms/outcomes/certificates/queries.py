"""Certificates of a holder, of a school and of a register, and what anybody may verify."""

import datetime as dt
import unicodedata
import uuid
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Sum

from lms.core import clock, text
from lms.core.actor import Actor
from lms.core.ids import is_code, normalise_code
from lms.core.lookup import one_or_404
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
class VerifiedCertificate:
    """A certificate as anybody may know it: never birth date, scores or the full name."""

    is_valid: bool
    state: str
    serial: str
    course: str
    school: str
    issued_on: dt.date
    initials: str
    ended_on: dt.date | None


@dataclass(frozen=True)
class TrainingHistory:
    """A learner's training records, and the tiết of them that count in `year`."""

    rows: list[TrainingRecord]
    year: int
    periods: int


def my_certificates(actor: Actor) -> QuerySet[Certificate]:
    """The actor's own, newest first; those cancelled before issue are not shown."""
    return (
        _all_certificates()
        .filter(held_by(actor))
        .exclude(state=CertificateState.CANCELLED)
        .order_by("-pk")
    )


def my_certificate(actor: Actor, pk: uuid.UUID) -> Certificate:
    """One of the actor's own. NotFound for anybody else's."""
    return one_or_404(my_certificates(actor), pk=pk)


def school_certificates(actor: Actor) -> QuerySet[Certificate]:
    """Certificates of the schools whose register the actor keeps."""
    return _all_certificates().filter(seen_by(actor))


def school_certificate(actor: Actor, pk: uuid.UUID) -> Certificate:
    """One of `school_certificates`. NotFound for all others."""
    return one_or_404(school_certificates(actor), pk=pk)


def certificates_of_class(group: ClassGroup) -> QuerySet[Certificate]:
    """All certificates of a class in the order of Vietnamese lists, older ones first."""
    return (
        _all_certificates()
        .filter(result__enrolment__group=group)
        .exclude(state=CertificateState.CANCELLED)
        .order_by("result__enrolment__official__name_key", "pk")
    )


def certificates_to_issue(group: ClassGroup) -> QuerySet[Certificate]:
    """Proposed and confirmed by their holders, in the order in which they are numbered."""
    return certificates_of_class(group).filter(
        state=CertificateState.PROPOSED, confirmed_at__isnull=False
    )


def signable_class(actor: Actor, code: str) -> ClassGroup:
    """A class whose certificates the actor may sign. NotFound for anybody else."""
    groups = ClassGroup.objects.filter(signable_by(actor)).select_related("school")
    return one_or_404(groups, code=code)


def classes_to_sign(actor: Actor) -> QuerySet[ClassGroup]:
    """Classes with proposed certificates that the actor may sign.

    Each counts its confirmed certificates as `ready`, the others as `unconfirmed`.
    """
    certificates = "enrolments__results__certificates"
    proposed = Q(**{f"{certificates}__state": CertificateState.PROPOSED})
    confirmed = Q(**{f"{certificates}__confirmed_at__isnull": False})
    return (
        ClassGroup.objects.filter(signable_by(actor))
        .annotate(
            ready=Count(certificates, filter=proposed & confirmed, distinct=True),
            unconfirmed=Count(certificates, filter=proposed & ~confirmed, distinct=True),
        )
        .filter(Q(ready__gt=0) | Q(unconfirmed__gt=0))
        .order_by("ends_on", "code")
    )


def corrections_wanted(actor: Actor) -> QuerySet[Certificate]:
    """Proposed certificates at the actor's schools for which a correction is asked."""
    return (
        school_certificates(actor)
        .filter(state=CertificateState.PROPOSED)
        .exclude(correction_wanted="")
        .order_by("pk")
    )


def approved_sheet(group: ClassGroup) -> ResultSheet | None:
    """The approved result sheet of a class; None before the approval."""
    return (
        group.sheets.filter(state=SheetState.APPROVED)
        .select_related("approved_by", "group")
        .first()
    )


def kept_registers(actor: Actor) -> QuerySet[Register]:
    """Registers that the actor keeps, newest year first."""
    schools = Unit.objects.filter(kept_by(actor))
    return (
        Register.objects.filter(school__in=schools)
        .select_related("school")
        .order_by("-year", "school__path")
    )


def register_of(actor: Actor, school_code: str, year: int) -> Register:
    """A register that the actor keeps. NotFound for all others."""
    return one_or_404(kept_registers(actor), school__code=school_code, year=year)


def register_entries(register: Register) -> QuerySet[Certificate]:
    """The entries of a register by their number."""
    return _all_certificates().filter(register=register).order_by("number")


def training_of(actor: Actor) -> TrainingHistory:
    """The actor's training records, newest first; revoked ones are listed and count nothing."""
    year = clock.today().year
    official = Official.objects.filter(user_id=actor.key).first()
    if official is None:
        return TrainingHistory([], year, 0)
    records = official.trainings.order_by("-ends_on", "-pk")
    counted = records.filter(ends_on__year=year, revoked_on=None).order_by()
    periods = counted.aggregate(total=Sum("periods"))["total"] or 0
    return TrainingHistory(list(records), year, periods)


def verify_by_code(typed: str) -> VerifiedCertificate | None:
    """The certificate with this code of a QR, as scanned or typed; None where there is none."""
    code = normalise_code(typed)
    if not is_code(code):
        return None
    certificate = _public_certificates().filter(code=code).first()
    return None if certificate is None else _describe_verified(certificate)


def verify_by_number(serial: str, full_name: str) -> VerifiedCertificate | None:
    """The certificate with this number on the paper; None where the holder's name is another."""
    serial = "".join(serial.split()).replace("–", "-").upper()
    certificate = _public_certificates().filter(serial__iexact=serial).exclude(serial="").first()
    if certificate is None or not is_same_name(full_name, certificate.holder_name):
        return None
    return _describe_verified(certificate)


def is_same_name(typed: str, name: str) -> bool:
    """Whether `typed` means `name`, in any case.

    Typed without any marks, or with the right ones; the tone may stand on either vowel (hoà, hòa).
    """
    typed, name = text.normalise(typed).lower(), text.normalise(name).lower()
    if typed == text.fold_marks(typed):
        return typed == text.fold_marks(name)
    return _letters_and_tones(typed) == _letters_and_tones(name)


def _name_initials(full_name: str) -> str:
    """ "Lò Thị Lan" → "L.T.L." """
    return "".join(f"{word[0].upper()}." for word in full_name.split())


def _letters_and_tones(name: str) -> list[tuple[str, str]]:
    """(letters without the tone, tone) of each word."""
    words = []
    for word in name.split():
        characters = unicodedata.normalize("NFD", word)
        letters = "".join(character for character in characters if character not in _TONES)
        tone = "".join(character for character in characters if character in _TONES)
        words.append((letters, tone))
    return words


def _public_certificates() -> QuerySet[Certificate]:
    return Certificate.objects.filter(state__in=PUBLIC)


def _describe_verified(certificate: Certificate) -> VerifiedCertificate:
    ended_at = certificate.ended_at
    return VerifiedCertificate(
        is_valid=certificate.state == CertificateState.ISSUED,
        state=certificate.state,
        serial=certificate.serial,
        course=certificate.course_title,
        school=certificate.school_name,
        issued_on=certificate.issued_on or dt.date.min,
        initials=_name_initials(certificate.holder_name),
        ended_on=clock.local(ended_at).date() if ended_at else None,
    )


def _all_certificates() -> QuerySet[Certificate]:
    return Certificate.objects.select_related(
        "result__sheet",
        "result__enrolment__group__school",
        "result__enrolment__official",
        "replaces",
        "replaced_by",
    )
