"""Course > module > lesson as pages, and the printed, frozen edition that classes teach from."""

from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel
from wagtail.fields import RichTextField, StreamField

from cms.content import CourseKind, LessonKind
from cms.courses.blocks import Rubric, Situations, Statements
from cms.library.base import BasePage
from cms.library.blocks import FEATURES, Body
from lms.core.errors import NotFound
from lms.core.ids import uuid7


class CourseTree(BasePage):
    """Pages that Wagtail never serves: learners read printed editions, editors the preview."""

    class Meta:
        abstract = True

    def route(self, request: Any, path_components: list[str]) -> Any:
        raise NotFound

    def get_url_parts(self, request: Any = None) -> Any:
        return None


class CoursePage(CourseTree):
    """A course of a school."""

    class CourseType(models.TextChoices):
        PROGRAMME = CourseKind.PROGRAMME.value, _("refresher programme")
        CONDUCT = CourseKind.CONDUCT.value, _("public service conduct")

    key = models.UUIDField(default=uuid7, unique=True, editable=False)
    kind = models.CharField(
        _("kind"), max_length=12, choices=CourseType, default=CourseType.PROGRAMME
    )
    summary = models.TextField(
        _("summary"), max_length=600, help_text=_("Two or three sentences for the catalogue.")
    )
    audience = models.TextField(_("for whom"), max_length=400)
    periods = models.PositiveSmallIntegerField(
        _("periods (tiết)"),
        default=8,
        help_text=_("Tiết of the whole programme; 8 tiết are one day of study."),
    )
    outcomes = StreamField(
        [("outcome", blocks.CharBlock(label=_("Outcome"), max_length=300))],
        verbose_name=_("outcomes"),
        help_text=_("What a learner can do afterwards, one sentence each."),
        blank=True,
    )

    slug_is_global = True
    template = "cms/preview/course.html"
    exclude_fields_in_copy = ["key"]
    parent_page_types = ["pages.SchoolPage"]
    subpage_types = ["courses.ModulePage"]
    page_description = _(
        "A programme with modules and lessons; classes teach its printed editions."
    )
    preview_modes = [("", _("Catalogue page"))]
    content_panels = [
        *BasePage.content_panels,
        FieldRowPanel([FieldPanel("kind"), FieldPanel("periods")]),
        FieldPanel("summary"),
        FieldPanel("audience"),
        FieldPanel("outcomes"),
        HelpPanel(
            _(
                "Modules and lessons are pages below this one. What you publish there reaches"
                " classes only with the act “Print edition” in the menu of this page."
            )
        ),
    ]

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")

    def get_url_parts(self, request: Any = None) -> Any:
        site = self._get_relevant_site_root_paths(request)
        if not site:
            return None
        return site[0].site_id, site[0].root_url, reverse("public_course", args=[self.slug])


class ModulePage(CourseTree):
    """A module (học phần) of a course: an ordered list of lessons."""

    parent_page_types = ["courses.CoursePage"]
    subpage_types = [
        "courses.ReadingLessonPage",
        "courses.ScenarioLessonPage",
        "courses.AssignmentLessonPage",
        "courses.SelfCheckLessonPage",
        "courses.ReflectionLessonPage",
        "courses.PledgeLessonPage",
        "courses.RefresherLessonPage",
    ]
    page_description = _("A part of a course; holds its lessons in order.")
    preview_modes: list[tuple[str, str]] = []

    class Meta:
        verbose_name = _("module")
        verbose_name_plural = _("modules")


class LessonPage(CourseTree):
    """What every kind of lesson has."""

    lesson_kind: LessonKind
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), default=10, help_text=_("How long a learner needs.")
    )
    summary = models.TextField(_("summary"), max_length=300, blank=True)

    slug_is_global = True
    parent_page_types = ["courses.ModulePage"]
    subpage_types: list[str] = []
    content_panels = [
        *BasePage.content_panels,
        FieldRowPanel([FieldPanel("minutes"), FieldPanel("summary")]),
    ]

    class Meta:
        abstract = True


class ReadingLessonPage(LessonPage):
    """A lesson to read or watch."""

    lesson_kind = LessonKind.READING
    template = "cms/preview/reading.html"
    body = StreamField(Body(), verbose_name=_("body"))

    page_description = _("Text, pictures, video with captions, legal citations.")
    content_panels = [*LessonPage.content_panels, FieldPanel("body")]

    class Meta:
        verbose_name = _("reading lesson")
        verbose_name_plural = _("reading lessons")


class ScenarioLessonPage(LessonPage):
    """A scenario handled step by step."""

    lesson_kind = LessonKind.SCENARIO
    template = "cms/preview/scenario.html"
    # The whole case as cms.content.plain writes it; the Studio edits it scene by scene, never as
    # one form.
    case = models.JSONField(default=dict, blank=True, editable=False)

    page_description = _("Scenes with choices; the learner sees what each does to the citizen.")
    content_panels = [
        *LessonPage.content_panels,
        HelpPanel(template="cms/studio/open_panel.html"),
    ]

    class Meta:
        verbose_name = _("scenario lesson")
        verbose_name_plural = _("scenario lessons")


class AssignmentLessonPage(LessonPage):
    """A brief to be handed in and graded."""

    lesson_kind = LessonKind.ASSIGNMENT
    template = "cms/preview/assignment.html"
    brief = RichTextField(_("brief"), features=FEATURES)
    min_words = models.PositiveSmallIntegerField(_("at least words"), default=300)
    max_words = models.PositiveSmallIntegerField(_("at most words"), default=1200)
    allows_file = models.BooleanField(_("a file may be handed in"), default=True)
    is_required = models.BooleanField(_("required to pass the course"), default=True)
    rubric = StreamField(
        Rubric(), verbose_name=_("rubric"), help_text=_("Weights add up to 100 %.")
    )

    page_description = _("A brief with a rubric; learners hand in, instructors grade.")
    content_panels = [
        *LessonPage.content_panels,
        FieldPanel("brief"),
        FieldRowPanel([FieldPanel("min_words"), FieldPanel("max_words")]),
        FieldRowPanel([FieldPanel("allows_file"), FieldPanel("is_required")]),
        FieldPanel("rubric"),
    ]

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")


class SelfCheckLessonPage(LessonPage):
    """Rating oneself, before or after the course."""

    class Phase(models.TextChoices):
        BEFORE = "before", _("before the course")
        AFTER = "after", _("after the course")

    lesson_kind = LessonKind.SELF_CHECK
    template = "cms/preview/conduct.html"
    phase = models.CharField(_("when"), max_length=6, choices=Phase, default=Phase.BEFORE)
    statements = StreamField(
        Statements(),
        verbose_name=_("statements"),
        help_text=_(
            "Learners rate each from 1 (never) to 5 (always). Nobody else sees a single rating."
        ),
    )

    page_description = _(
        "Statements that learners rate for themselves, before and after the course."
    )
    content_panels = [*LessonPage.content_panels, FieldPanel("phase"), FieldPanel("statements")]

    class Meta:
        verbose_name = _("self-assessment")
        verbose_name_plural = _("self-assessments")


class ReflectionLessonPage(LessonPage):
    """A question to oneself."""

    lesson_kind = LessonKind.REFLECTION
    template = "cms/preview/conduct.html"
    question = models.TextField(_("question"), max_length=600)
    points = StreamField(
        [("point", blocks.CharBlock(label=_("Point"), max_length=300))],
        verbose_name=_("what to think of"),
        blank=True,
    )
    min_words = models.PositiveSmallIntegerField(_("at least words"), default=30)

    page_description = _("A question that learners answer for themselves; nobody else reads it.")
    content_panels = [
        *LessonPage.content_panels,
        FieldPanel("question"),
        FieldPanel("points"),
        FieldPanel("min_words"),
    ]

    class Meta:
        verbose_name = _("reflection")
        verbose_name_plural = _("reflections")


class PledgeLessonPage(LessonPage):
    """A commitment that the learner signs."""

    lesson_kind = LessonKind.PLEDGE
    template = "cms/preview/conduct.html"
    text = models.TextField(_("text of the commitment"), help_text=_("One paragraph a line."))
    version = models.CharField(
        _("version"),
        max_length=40,
        help_text=_(
            "The school's name of this text, for example 2026-1. A changed text gets a new one."
        ),
    )

    page_description = _("A text that learners read and sign with their name.")
    content_panels = [*LessonPage.content_panels, FieldPanel("version"), FieldPanel("text")]

    class Meta:
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")


class RefresherLessonPage(LessonPage):
    """A pool of situations of which a few are drawn for each person and year."""

    lesson_kind = LessonKind.REFRESHER
    template = "cms/preview/conduct.html"
    draw = models.PositiveSmallIntegerField(
        _("situations for each person and year"),
        default=4,
        help_text=_(
            "With at least twice as many in the pool, nobody gets a situation two years running."
        ),
    )
    situations = StreamField(Situations(), verbose_name=_("situations"))

    page_description = _(
        "A pool of situations for the yearly refresher, judged by a panel of experts."
    )
    content_panels = [*LessonPage.content_panels, FieldPanel("draw"), FieldPanel("situations")]

    class Meta:
        verbose_name = _("yearly refresher")
        verbose_name_plural = _("yearly refreshers")


CONDUCT_TYPES = (SelfCheckLessonPage, ReflectionLessonPage, PledgeLessonPage, RefresherLessonPage)
LESSON_TYPES = (ReadingLessonPage, ScenarioLessonPage, AssignmentLessonPage, *CONDUCT_TYPES)


class CourseEdition(models.Model):
    """A printed edition (ấn bản); it is never changed after printing."""

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
    # null where a command printed it; the audit log has the name
    printed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["course", "number"], name="edition_number"),
        ]

    def __str__(self) -> str:
        return f"{self.title} · {self.number}"
