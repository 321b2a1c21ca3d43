"""A class teaches one printed edition of a course, in meetings counted in tiết."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.core.ids import uuid7
from lms.people.organisation.models import Unit
from lms.teaching.classes.states import CLASS, MEETING, ClassState, MeetingState


class ClassMode(models.TextChoices):
    FULL_TIME = "full_time", pgettext_lazy("class", "full time")
    PART_TIME = "part_time", _("part time")
    ONLINE = "online", _("online")
    BLENDED = "blended", _("blended")


class ClassGroup(models.Model):
    """A class (lớp): the unit that is counted in reports."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    code = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=200)
    school = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="classes")
    # pinned: editing or printing later editions never touches a running class
    edition = models.ForeignKey("courses.CourseEdition", on_delete=models.PROTECT, related_name="+")
    mode = models.CharField(max_length=10, choices=ClassMode, default=ClassMode.BLENDED)
    place = models.CharField(max_length=200, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    capacity = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=ClassState, default=ClassState.PLANNED)
    # where the class stands in the plan: "KH 159-KH/TU"
    plan = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            CLASS.constraint("class_state"),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="class_dates"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Meeting(models.Model):
    """One meeting (buổi), so many tiết."""

    group = models.ForeignKey(ClassGroup, on_delete=models.PROTECT, related_name="meetings")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    periods = models.PositiveSmallIntegerField()
    place = models.CharField(max_length=200, blank=True)
    is_online = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=MeetingState, default=MeetingState.SCHEDULED)

    class Meta:
        ordering = ["number"]
        constraints = [
            MEETING.constraint("meeting_state"),
            models.UniqueConstraint(fields=["group", "number"], name="meeting_number"),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="meeting_times"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group} · {self.number}"


class StaffRole(models.TextChoices):
    INSTRUCTOR = "instructor", _("instructor")
    ASSISTANT = "assistant", _("teaching assistant")
    MANAGER = "manager", _("class manager")


class ClassStaff(models.Model):
    """Who teaches or manages a class, for which period."""

    group = models.ForeignKey(ClassGroup, on_delete=models.PROTECT, related_name="staff")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="teaching"
    )
    role = models.CharField(max_length=10, choices=StaffRole)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "user", "role", "valid_from"], name="staff_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.group}"


class Announcement(models.Model):
    """A message of the class's staff to everybody in it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    group = models.ForeignKey(ClassGroup, on_delete=models.PROTECT, related_name="announcements")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    body = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.title
