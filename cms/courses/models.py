"""Course > module > lesson as pages, and the printed, frozen edition that classes teach from."""

from django.conf import settings
from django.db import models
from wagtail.models import Page

from lms.core.ids import uuid7


class CoursePage(Page):
    """A course of a school."""

    key = models.UUIDField(default=uuid7, unique=True, editable=False)


class CourseEdition(models.Model):
    """A printed edition (ấn bản): never changed after printing. The same digest prints no new one."""

    course = models.ForeignKey(CoursePage, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField()
    schema = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64)
    content = models.JSONField()
    # slug → hash of each lesson
    lesson_hashes = models.JSONField()
    title = models.CharField(max_length=255)
    slug = models.CharField(max_length=255, db_index=True)
    school_code = models.CharField(max_length=32, db_index=True)
    printed_at = models.DateTimeField()
    printed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["course", "number"], name="edition_number"),
            models.UniqueConstraint(fields=["course", "digest"], name="edition_once"),
        ]

    def __str__(self) -> str:
        return f"{self.title} · {self.number}"
