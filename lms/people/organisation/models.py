"""Units through time, and roles on them.

A unit that ends keeps its names; what follows it is a link.
"""

import datetime as dt

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node

from lms.core.ids import uuid7

# From when a unit is taken to exist whose founding nobody wrote down.
FOUNDING = dt.date(1945, 9, 2)


class UnitLevel(models.TextChoices):
    CENTRAL = "central", _("central")
    PROVINCE = "province", _("province")
    DISTRICT = "district", _("district (until 30/06/2025)")
    COMMUNE = "commune", _("commune")
    DEPARTMENT = "department", _("department")
    SCHOOL = "school", _("training school")
    PARTY = "party", _("Party body")
    FRONT = "front", _("front and unions")


class Sector(models.TextChoices):
    """The sector (khối) that reports sum by."""

    PARTY = "party", _("Party")
    GOVERNMENT = "government", _("government")
    FRONT = "front", _("Fatherland Front and unions")
    SERVICE = "service", _("public service units")


class Role(models.TextChoices):
    """What a person may be on a unit and its subtree.

    Learner and instructor follow from enrolment and teaching.
    """

    SCHOOL_OFFICE = "school_office", _("school office")
    SCHOOL_HEAD = "school_head", _("school head")
    EDITOR = "editor", _("content editor")
    UNIT_MANAGER = "unit_manager", _("unit manager")
    AUTHORITY = "authority", _("training authority")
    AUDITOR = "auditor", _("auditor")


class Unit(MP_Node):
    """A unit of the tree (đơn vị): province, commune, department, school.

    Name, level and place here are those of today, for permissions and for everyday pages. What they
    were or will be on another day stands in `UnitState`. A unit that has ended stands below the
    unit that took over its archives: who runs the successor keeps what the predecessor left. Where
    nothing followed, it stays where it stood.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    code = models.CharField(max_length=32, unique=True)
    # mã định danh điện tử; a unit may have none
    eid = models.CharField(max_length=35, unique=True, null=True, blank=True)
    name = models.CharField(max_length=200)
    name_fold = models.CharField(max_length=200, db_index=True)
    level = models.CharField(max_length=12, choices=UnitLevel)
    sector = models.CharField(max_length=12, choices=Sector, default=Sector.GOVERNMENT)
    valid_from = models.DateField(default=FOUNDING)
    valid_to = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class UnitState(models.Model):
    """The name, level and place of a unit during a period; the periods of a unit have no gaps.

    `trail` names the units from the root down to this one by their primary keys ("3/41/"), which
    are never given twice as treebeard's paths may be: whoever stood below a unit on a day is found
    by its beginning.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="states")
    name = models.CharField(max_length=200)
    name_fold = models.CharField(max_length=200)
    level = models.CharField(max_length=12, choices=UnitLevel)
    trail = models.CharField(max_length=120, db_index=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    # the documents that began this period ("QĐ 1; QĐ 2" where two took effect on one day); empty
    # for the first
    decision = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "valid_from"], name="unit_state_once"),
            models.UniqueConstraint(
                fields=["unit"], condition=models.Q(valid_to=None), name="unit_state_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.valid_from:%d/%m/%Y})"


class Succession(models.Model):
    """A unit that went over into another: how, from which day, by which decision."""

    class Kind(models.TextChoices):
        MERGE = "merge", _("merged into")
        SPLIT = "split", _("split into")
        CONVERT = "convert", _("converted into")
        DISSOLVE = "dissolve", _("dissolved, taken over by")

    predecessor = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="precessions")
    kind = models.CharField(max_length=8, choices=Kind)
    on = models.DateField()
    decision = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor", "on"], name="succession_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"


class RoleAssignment(models.Model):
    """A person's role on a unit for a period.

    It covers the unit's subtree; ending it is a date, never a deletion.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="roles"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="roles")
    role = models.CharField(max_length=16, choices=Role)
    title = models.CharField(max_length=120, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=300)
    # why it was taken back before its time
    end_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["user", "role"])]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()} · {self.unit}"
