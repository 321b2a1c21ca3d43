"""The register (sổ gốc) is gap-free and only grows; the bytes of a certificate are frozen at
issue.
"""

from django.conf import settings
from django.db import models

from lms.core.ids import uuid7
from lms.outcomes.certificates.states import CERTIFICATE, CertificateState, RevocationGround
from lms.outcomes.results.models import Result
from lms.people.organisation.models import Unit
from lms.people.personnel.rules.ages import BirthDate, BirthPrecision


class Register(models.Model):
    """One register a school and year; its row is locked while a number is taken."""

    school = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="registers")
    year = models.PositiveSmallIntegerField()
    last_number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "year"], name="register_once")]

    def __str__(self) -> str:
        return f"{self.school} {self.year}"


class Certificate(models.Model):
    """A certificate (chứng chỉ).

    Names are copied; the holder confirms name and birth date before it is issued.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # the QR's secret; the public id above opens nothing
    code = models.CharField(max_length=24, unique=True)
    result = models.ForeignKey(Result, on_delete=models.PROTECT, related_name="certificates")
    state = models.CharField(
        max_length=10, choices=CertificateState, default=CertificateState.PROPOSED
    )
    holder_name = models.CharField(max_length=120)
    holder_birth_date = models.DateField()
    holder_birth_precision = models.CharField(
        max_length=5, choices=BirthPrecision, default=BirthPrecision.DAY
    )
    course_title = models.CharField(max_length=200)
    school_name = models.CharField(max_length=200)
    periods = models.PositiveSmallIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    confirmed_at = models.DateTimeField(null=True)
    # what the holder says is wrong with their name or birth date
    correction_wanted = models.CharField(max_length=300, blank=True)
    # what the school office answered; the holder then confirms or asks again
    correction_answer = models.CharField(max_length=300, blank=True)
    register = models.ForeignKey(
        Register, on_delete=models.PROTECT, null=True, related_name="certificates"
    )
    number = models.PositiveIntegerField(null=True)
    # as printed: "TCT-DB/2026/00123"
    serial = models.CharField(max_length=60, blank=True)
    issued_on = models.DateField(null=True)
    issued_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    signatory_name = models.CharField(max_length=120, blank=True)
    signatory_title = models.CharField(max_length=120, blank=True)
    # path below MEDIA_ROOT, named after the digest of its bytes (store.freeze)
    pdf = models.FileField(blank=True, max_length=255)
    pdf_sha256 = models.CharField(max_length=64, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_ground = models.CharField(max_length=16, choices=RevocationGround, blank=True)
    ended_decision = models.CharField(max_length=120, blank=True)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="replaced_by"
    )

    class Meta:
        constraints = [
            CERTIFICATE.constraint("certificate_state"),
            models.UniqueConstraint(fields=["register", "number"], name="register_number"),
            models.UniqueConstraint(
                fields=["serial"], condition=~models.Q(serial=""), name="serial_once"
            ),
            # one living certificate a result: ten clicks give one
            models.UniqueConstraint(
                fields=["result"],
                condition=models.Q(state__in=["proposed", "issued"]),
                name="certificate_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="issued")
                | models.Q(number__isnull=False, issued_on__isnull=False, signed_by__isnull=False),
                name="issued_is_complete",
            ),
        ]

    def __str__(self) -> str:
        return self.serial or f"{self.holder_name} · {self.course_title}"

    @property
    def holder_birth(self) -> BirthDate:
        """The birth date as it is printed: a year alone where no more is known."""
        return BirthDate(self.holder_birth_date, BirthPrecision(self.holder_birth_precision))

    @property
    def remark(self) -> str:
        """The remark of the register beside an entry that is no longer valid; else empty."""
        if self.ended_at is None:
            return ""
        parts = [self.get_state_display(), self.get_ended_ground_display(), self.ended_decision]
        return "; ".join(str(part) for part in parts if part)
