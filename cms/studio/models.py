"""The log of changes to cases: what undo, redo and the drawer of deleted scenes read. Rows are only ever added."""

from django.conf import settings
from django.db import models

from cms.courses.models import ScenarioLessonPage


class Act(models.TextChoices):
    """What a change did."""

    WORDS = "words"  # a scene's form
    FACTS = "facts"  # what the whole case shares
    ADD = "add"
    DUPLICATE = "duplicate"
    RENAME = "rename"
    MOVE = "move"
    DELETE = "delete"
    RESTORE = "restore"
    START = "start"  # a template or a file in place of an empty case
    UNDO = "undo"
    REDO = "redo"


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
