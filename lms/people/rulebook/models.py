"""Rules of law and of practice as data: a value for a scope and a period, with its source."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.people.organisation.models import Unit


class Basis(models.TextChoices):
    LAW = "law", _("law")
    INTERNAL = "internal", _("internal rule")
    PRACTICE = "practice", _("practice")


class Rule(models.Model):
    """`key` names the rule for the code; value None says that no minimum applies in that period."""

    key = models.CharField(max_length=64, db_index=True)
    title = models.CharField(max_length=200)
    # None: everywhere. A unit's own rule goes before its parents'.
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="rules"
    )
    value = models.JSONField(null=True)
    measure = models.CharField(max_length=40, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    basis = models.CharField(max_length=8, choices=Basis)
    source = models.CharField(max_length=300)
    # False shows the badge "chưa đối chiếu văn bản gốc"
    is_verified = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "unit", "valid_from"], name="rule_once"),
            models.UniqueConstraint(
                fields=["key", "valid_from"],
                condition=models.Q(unit=None),
                name="rule_everywhere_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title
