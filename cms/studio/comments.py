"""Comments on the exact field, stored as Wagtail's own: contentpath "case.<scene>.<path>", in which
rows stand by their keys.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Comment, CommentReply

from cms.studio import graph
from cms.studio.drafts import ScenarioDraft, open_draft
from cms.studio.graph import Plain
from cms.studio.lengths import check_length
from lms.core import clock
from lms.core.actor import Actor
from lms.core.audit.actions import record
from lms.core.errors import BadInput, NotFound

# In place of a scene's key: what the whole scenario shares. No key looks like it.
FACTS_KEY = "@"
CHANGE_WANTED = gettext_lazy("Write what should be changed, and why.")
_PREFIX = "case."
_MAX_TEXT_LETTERS = 2000


@dataclass(frozen=True)
class FieldComment:
    """An open comment, with the path of its field as the form has it now (empty: the scene as a
    whole).
    """

    comment: Comment
    scene: str
    path: str
    replies: tuple[CommentReply, ...] = ()


def open_comments(draft: ScenarioDraft) -> list[FieldComment]:
    """All open comments on the scenario, oldest first; two queries."""
    comments = Comment.objects.filter(
        page_id=draft.page.pk, resolved_at=None, contentpath__startswith=_PREFIX
    )
    replies: dict[int, list[CommentReply]] = {}
    all_replies = CommentReply.objects.filter(comment__in=comments).select_related("user")
    for reply in all_replies.order_by("pk"):
        replies.setdefault(reply.comment_id, []).append(reply)
    field_comments = []
    for comment in comments.select_related("user").order_by("pk"):
        scene, _dot, key_path = comment.contentpath.removeprefix(_PREFIX).partition(".")
        path = _path_by_positions(_commented_content(draft, scene), key_path)
        field_comments.append(
            FieldComment(comment, scene, path, tuple(replies.get(comment.pk, ())))
        )
    return field_comments


def count_by_path(comments: list[FieldComment], scene: str) -> Mapping[str, int]:
    """Path → number of open comments, in one scene."""
    return Counter(comment.path for comment in comments if comment.scene == scene)


@transaction.atomic
def comment_on(*, actor: Actor, page_id: int, scene: str, path: str, text: str) -> Comment:
    """Comment on a field of a scene (`path` as the form has it; empty: on the scene as a whole).

    NotFound where the scene is gone; BadInput where the text is empty or too long.
    """
    draft = open_draft(actor, page_id)
    text = _require_text(text)
    content = draft.case if scene == FACTS_KEY else draft.scene(scene)
    comment = Comment.objects.create(
        page_id=draft.page.pk,
        user=draft.user,
        text=text,
        contentpath=f"{_PREFIX}{scene}.{_path_by_keys(content, path)}",
        revision_created=draft.page.latest_revision,
    )
    comment.log_create(page_revision=draft.page.latest_revision, user=draft.user)
    record("scenario_comment.made", actor, draft.page, scene=scene, path=path)
    return comment


@transaction.atomic
def reply_to(*, actor: Actor, page_id: int, comment_id: int, text: str) -> CommentReply:
    """Answer a comment. NotFound where it is resolved or of another page; BadInput."""
    draft = open_draft(actor, page_id)
    comment = _lock_open_comment(draft, comment_id)
    reply = CommentReply.objects.create(comment=comment, user=draft.user, text=_require_text(text))
    reply.log_create(page_revision=draft.page.latest_revision, user=draft.user)
    record("scenario_comment.answered", actor, draft.page, comment=comment.pk)
    return reply


@transaction.atomic
def resolve_comment(*, actor: Actor, page_id: int, comment_id: int) -> None:
    """Close a comment: what it asked for is done. NotFound as for `reply_to`."""
    draft = open_draft(actor, page_id)
    comment = _lock_open_comment(draft, comment_id)
    comment.resolved_at, comment.resolved_by = clock.now(), draft.user
    comment.save()
    comment.log_resolve(page_revision=draft.page.latest_revision, user=draft.user)
    record("scenario_comment.resolved", actor, draft.page, comment=comment.pk)


def _path_by_keys(content: Plain, path: str) -> str:
    """The path with keys for positions: "choices.1.text" becomes "choices.b.text".

    So a comment on a choice stays with it when the choices are moved.
    """
    node: Any = content
    steps = []
    for step in path.split("."):
        if isinstance(node, list):
            node = _row_at(node, graph.number_of(step))
            steps.append(_key_of(node) or step)
        else:
            node = node.get(step) if isinstance(node, dict) else None
            steps.append(step)
    return ".".join(steps)


def _path_by_positions(content: Plain, path: str) -> str:
    """The way back: "choices.b.text" → "choices.1.text"."""
    node: Any = content
    steps = []
    for step in path.split("."):
        if isinstance(node, list):
            position = _position_of(node, step)
            node = _row_at(node, position)
            steps.append(step if position is None else str(position))
        else:
            node = node.get(step) if isinstance(node, dict) else None
            steps.append(step)
    return ".".join(steps)


def _row_at(rows: list[Any], position: int | None) -> Any:
    if position is None or position >= len(rows):
        return None
    return rows[position]


def _key_of(row: Any) -> str:
    if isinstance(row, dict) and row.get("key"):
        return str(row["key"])
    return ""


def _position_of(rows: list[Any], step: str) -> int | None:
    """The place of the row with that key; a row without keys is named by its place itself."""
    for position, row in enumerate(rows):
        if isinstance(row, dict) and row.get("key") == step:
            return position
    return graph.number_of(step)


def _commented_content(draft: ScenarioDraft, scene: str) -> Plain:
    """The plain data that a comment is on; empty where the scene is gone."""
    if scene == FACTS_KEY:
        return draft.case
    return graph.scene_of(draft.case, scene) or {}


def _lock_open_comment(draft: ScenarioDraft, comment_id: int) -> Comment:
    comment = (
        Comment.objects.select_for_update()
        .filter(pk=comment_id, page_id=draft.page.pk, resolved_at=None)
        .first()
    )
    if comment is None:
        raise NotFound(_("This comment is closed already."))
    return comment


def _require_text(text: str) -> str:
    text = text.strip()
    if not text:
        raise BadInput(str(CHANGE_WANTED), field="text")
    check_length(text, _MAX_TEXT_LETTERS, field="text")
    return text
