"""Standards of titles, posts and ranks through time, and decisions whether somebody meets them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.core import clock
from lms.people.organisation.models import Unit, UnitLevel
from lms.people.personnel.models import Dimension, Group, Official, QualificationLevel, Rank
from lms.people.rulebook.models import Basis


class Standard(models.Model):
    """The least level in one dimension that certain posts require during a period.

    A standard holds for the posts that fit every column that is filled in; an empty column excludes
    none. Rows are added, never rewritten, as in the rulebook.
    """

    # None: everywhere; a unit's own standard holds in its subtree
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="standards"
    )
    group = models.CharField(max_length=24, choices=Group, blank=True)
    unit_level = models.CharField(max_length=12, choices=UnitLevel, blank=True)
    # as text.fold writes it; a post fits whose folded title begins with it
    title_fold = models.CharField(max_length=160, blank=True)
    title = models.CharField(max_length=160, blank=True)
    rank = models.CharField(max_length=12, choices=Rank, blank=True)
    keys_only = models.BooleanField(default=False)
    dimension = models.CharField(max_length=20, choices=Dimension)
    least = models.CharField(max_length=16, choices=QualificationLevel)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    basis = models.CharField(max_length=8, choices=Basis)
    source = models.CharField(max_length=300)
    # False shows the badge "chưa đối chiếu văn bản gốc"
    is_verified = models.BooleanField(default=False)
    reason = models.CharField(max_length=300, blank=True)
    written_at = models.DateTimeField(default=clock.now)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["dimension", "valid_from"])]

    def __str__(self) -> str:
        return f"{self.get_dimension_display()}: {self.get_least_display()}"


class StandardDecision(models.Model):
    """A decision whether the standard of the post is met, with its basis; it is never computed
    from a level.
    """

    class Basis(models.TextChoices):
        LEVEL = "level", _("by level")
        EXCEPTION = "exception", _("by exception")
        DEADLINE = "deadline", _("not yet, with a personal deadline")
        NOT_MET = "not_met", _("not met")

    official = models.ForeignKey(Official, on_delete=models.PROTECT, related_name="standards")
    dimension = models.CharField(max_length=20, choices=Dimension)
    met = models.BooleanField()
    basis = models.CharField(max_length=10, choices=Basis)
    # number of the document; an exception has one
    decision = models.CharField(max_length=120, blank=True)
    decided_on = models.DateField()
    # last day to reach the standard, with basis DEADLINE
    deadline = models.DateField(null=True, blank=True)
    remark = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(basis="deadline", deadline__isnull=False)
                | (~models.Q(basis="deadline") & models.Q(deadline=None)),
                name="standard_deadline_with_its_basis",
            ),
            models.CheckConstraint(
                condition=models.Q(met=True, basis__in=["level", "exception"])
                | models.Q(met=False, basis__in=["deadline", "not_met"]),
                name="standard_met_with_its_basis",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.official} {self.dimension}"
