"""Rules of law and of practice as data: a value for a scope and a period, with its source."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.core import clock
from lms.people.organisation.models import Unit, UnitLevel


class Group(models.TextChoices):
    """The groups of people in public service that law tells apart; a post names its holder's."""

    ELECTED = "elected_official", _("elected official")
    CIVIL_SERVANT = "civil_servant", _("civil servant")
    PUBLIC_EMPLOYEE = "public_employee", _("public employee")
    PART_TIME = "part_time_commune_worker", _("part-time commune worker")


class Basis(models.TextChoices):
    LAW = "law", _("law")
    INTERNAL = "internal", _("internal rule")
    PRACTICE = "practice", _("practice")


class Rule(models.Model):
    """`key` names the rule for the code; value None says that no minimum applies in that period.

    Rows are added, never rewritten. What somebody set stands in a row without `origin`, with the
    period that was named; where another value took days of it, that row gets `replaced_at` and what
    remains of it follows as rows with `origin`. Asking the rulebook passes over replaced rows; of
    the others, one at most holds on a day for a scope.
    """

    key = models.CharField(max_length=64, db_index=True)
    title = models.CharField(max_length=200)
    # None: everywhere. A unit's own rule goes before its parents'.
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="rules"
    )
    # empty: every group, every level
    group = models.CharField(max_length=24, choices=Group, blank=True)
    level = models.CharField(max_length=12, choices=UnitLevel, blank=True)
    value = models.JSONField(null=True)
    measure = models.CharField(max_length=40, blank=True)
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
    replaced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # the row that was set and of which this one is what remained
    origin = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts"
    )
    # taken back before it began, with the reason; only rows that were set have these
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key", "unit", "group", "level", "valid_from"],
                condition=models.Q(replaced_at=None, unit__isnull=False),
                name="rule_once",
            ),
            models.UniqueConstraint(
                fields=["key", "group", "level", "valid_from"],
                condition=models.Q(replaced_at=None, unit=None),
                name="rule_everywhere_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title
