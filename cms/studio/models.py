"""The log of changes to scenarios: what undo, redo and the list of deleted scenes read.

Rows are only ever added.
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.courses.models import ScenarioLessonPage


class Act(models.TextChoices):
    """What a change did."""

    WORDS = "words", _("words of the scene")
    FACTS = "facts", _("general information changed")
    ADD = "add", _("scene added")
    DUPLICATE = "duplicate", _("scene duplicated")
    RENAME = "rename", _("key changed")
    MOVE = "move", _("scene moved")
    DELETE = "delete", _("scene deleted")
    RESTORE = "restore", _("scene put back")
    START = "start", _("case begun")
    IMPORT = "import", _("case taken from a file")
    UNDO = "undo", _("change undone")
    REDO = "redo", _("change done again")


class SceneChange(models.Model):
    """One change of a draft. `before` and `after` hold only what differs; see cms.studio.delta."""

    page = models.ForeignKey(ScenarioLessonPage, on_delete=models.CASCADE, related_name="changes")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    act = models.CharField(max_length=12, choices=Act)
    scene = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=200, blank=True)
    before = models.JSONField()
    after = models.JSONField()
    # undo, redo, restore: the change that they speak of
    of = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["page", "-id"], name="scene_change_page")]

    def __str__(self) -> str:
        return f"{self.act} {self.scene}"


class ImportedFile(models.Model):
    """A file as it was read for an editor, who looks at it before it becomes the draft: one for
    each case and editor.

    `case` is plain JSON, `warnings` a list of {"where", "text"}; `written_at` once it was written
    into the draft.
    """

    page = models.ForeignKey(ScenarioLessonPage, on_delete=models.CASCADE, related_name="files")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    name = models.CharField(max_length=200)
    case = models.JSONField()
    warnings = models.JSONField()
    written_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["page", "by"], name="imported_file_of_editor")
        ]

    def __str__(self) -> str:
        return self.name
