"""Units through time, and roles on them. A unit that ends keeps its name; what follows it is a link."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node

from lms.core.ids import uuid7


class Level(models.TextChoices):
    CENTRAL = "central", _("central")
    PROVINCE = "province", _("province")
    DISTRICT = "district", _("district (until 30/06/2025)")
    COMMUNE = "commune", _("commune")
    DEPARTMENT = "department", _("department")
    SCHOOL = "school", _("training school")


class Role(models.TextChoices):
    """What a person may be on a unit and its subtree. Learner and instructor follow from enrolment and teaching."""

    SCHOOL_OFFICE = "school_office", _("school office")
    SCHOOL_HEAD = "school_head", _("school head")
    EDITOR = "editor", _("content editor")
    UNIT_MANAGER = "unit_manager", _("unit manager")
    AUTHORITY = "authority", _("training authority")
    AUDITOR = "auditor", _("auditor")


class Unit(MP_Node):
    """A unit of the tree (đơn vị): province, commune, department, school."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    code = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=200)
    name_fold = models.CharField(max_length=200, db_index=True)
    level = models.CharField(max_length=12, choices=Level)
    valid_from = models.DateField(default=dt.date(1945, 9, 2))
    valid_to = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class Succession(models.Model):
    """Predecessor and successor: merged, split, renamed, by which decision, from which day."""

    class Kind(models.TextChoices):
        MERGE = "merge", _("merged into")
        SPLIT = "split", _("split into")
        RENAME = "rename", _("renamed")

    predecessor = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="precessions")
    kind = models.CharField(max_length=8, choices=Kind)
    on = models.DateField()
    decision = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="succession_once")
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"


class RoleAssignment(models.Model):
    """A person's role on a unit for a period. It covers the unit's subtree; ending it is a date, never a deletion."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="roles"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="roles")
    role = models.CharField(max_length=16, choices=Role)
    title = models.CharField(max_length=120, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=300)

    class Meta:
        indexes = [models.Index(fields=["user", "role"])]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()} · {self.unit}"
