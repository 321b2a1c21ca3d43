"""What learners did in conduct lessons.

Rows are only added: the newest counts, what is taken back gets a row too.
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.core.ids import uuid7
from lms.people.organisation.models import Unit
from lms.people.personnel.models import Official
from lms.teaching.enrolment.models import Enrolment


class SelfAssessment(models.Model):
    """One rating of oneself; `number` 2 and more are corrections.

    Nobody else ever sees a single row.
    """

    class Phase(models.TextChoices):
        BEFORE = "before", _("before the course")
        AFTER = "after", _("after the course")

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="checks")
    lesson = models.CharField(max_length=80)
    edition = models.ForeignKey("courses.CourseEdition", on_delete=models.PROTECT, related_name="+")
    phase = models.CharField(max_length=6, choices=Phase)
    number = models.PositiveSmallIntegerField()
    # {key of the statement: 1–5}
    ratings = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "phase", "number"], name="self_check_once")
        ]

    def __str__(self) -> str:
        return f"{self.enrolment} · {self.get_phase_display()}"


class Reflection(models.Model):
    """What a learner wrote for themselves. Nobody else reads it, no report counts its words."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="reflections")
    lesson = models.CharField(max_length=80)
    edition = models.ForeignKey("courses.CourseEdition", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "lesson", "number"], name="reflection_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.enrolment} · {self.lesson}"


class Commitment(models.Model):
    """A signing: who, which text by which hash, under which name, when.

    The text itself stands in the edition.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    official = models.ForeignKey(Official, on_delete=models.PROTECT, related_name="commitments")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="commitments")
    lesson = models.CharField(max_length=80)
    edition = models.ForeignKey("courses.CourseEdition", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    version = models.CharField(max_length=40)
    # sha256 of the text in UTF-8
    digest = models.CharField(max_length=64)
    # name, post and unit as they stood on that day
    name = models.CharField(max_length=120)
    post_title = models.CharField(max_length=160, blank=True)
    unit_name = models.CharField(max_length=200)
    signed_at = models.DateTimeField()

    class Meta:
        ordering = ["-signed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["official", "lesson", "number"], name="commitment_once")
        ]

    def __str__(self) -> str:
        return f"{self.name} · {self.version}"


class CommitmentWithdrawal(models.Model):
    """The signer takes the commitment back; the signing stays."""

    commitment = models.OneToOneField(
        Commitment, on_delete=models.PROTECT, related_name="withdrawal"
    )
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.commitment)


class Draw(models.Model):
    """The refresher of one person and year, drawn once from the edition of that time."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    official = models.ForeignKey(Official, on_delete=models.PROTECT, related_name="draws")
    lesson = models.CharField(max_length=80)
    year = models.PositiveSmallIntegerField()
    edition = models.ForeignKey("courses.CourseEdition", on_delete=models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["official", "lesson", "year"], name="draw_once")
        ]

    def __str__(self) -> str:
        return f"{self.official} · {self.lesson} · {self.year}"


class DrawnSituation(models.Model):
    """One situation of a draw.

    `digest` knows the same text again in another lesson or under another key.
    """

    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="situations")
    position = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=60)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["draw", "position"], name="drawn_position"),
            models.UniqueConstraint(fields=["draw", "key"], name="drawn_key"),
        ]

    def __str__(self) -> str:
        return f"{self.draw} · {self.position}"


class RefresherAnswer(models.Model):
    """The first answer to a drawn situation, held against the panel; there is no second one."""

    drawn = models.OneToOneField(DrawnSituation, on_delete=models.PROTECT, related_name="answer")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="+")
    best = models.CharField(max_length=60)
    worst = models.CharField(max_length=60)
    percent = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.drawn}: {self.percent} %"


class Exemption(models.Model):
    """Nobody owes the yearly conduct module in this period (miễn).

    The ground is copied from the rulebook with its source.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    official = models.ForeignKey(Official, on_delete=models.PROTECT, related_name="exemptions")
    # at which the official worked when it was decided
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    ground = models.CharField(max_length=40)
    ground_title = models.CharField(max_length=200)
    ground_source = models.CharField(max_length=300)
    decision = models.CharField(max_length=120)
    decided_on = models.DateField()
    valid_from = models.DateField()
    valid_to = models.DateField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        ordering = ["valid_from", "pk"]
        indexes = [models.Index(fields=["official", "valid_from"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_to__gte=models.F("valid_from")), name="exemption_dates"
            )
        ]

    def __str__(self) -> str:
        return f"{self.official} · {self.decision}"


class ExemptionWithdrawal(models.Model):
    """An exemption is taken back from a day on; the decision stays in the file."""

    exemption = models.OneToOneField(Exemption, on_delete=models.PROTECT, related_name="withdrawal")
    on = models.DateField()
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.exemption)
