"""Comments on the exact field, kept as Wagtail's own: contentpath "case.<scene>.<path>"; rows by
their keys.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Comment, CommentReply

from cms.studio import graph
from cms.studio.drafts import Draft, open_draft
from cms.studio.graph import Plain
from lms.core import clock
from lms.core.actor import Actor
from lms.core.audit.actions import record
from lms.core.errors import BadInput, NotFound

# In place of a scene's key: what the whole case shares. No key looks like it.
FACTS = "@"
_LONGEST = 2000


@dataclass(frozen=True)
class Said:
    """An open comment, with the path of its field as the form has it now (empty: the scene as a
    whole).
    """

    comment: Comment
    scene: str
    path: str
    replies: tuple[CommentReply, ...] = ()


def open_comments(draft: Draft) -> list[Said]:
    """All open comments on the case, oldest first; two queries."""
    rows = Comment.objects.filter(
        page_id=draft.page.pk, resolved_at=None, contentpath__startswith="case."
    )
    replies: dict[int, list[CommentReply]] = {}
    for reply in (
        CommentReply.objects.filter(comment__in=rows).select_related("user").order_by("pk")
    ):
        replies.setdefault(reply.comment_id, []).append(reply)
    found = []
    for row in rows.select_related("user").order_by("pk"):
        scene, _dot, path = row.contentpath.removeprefix("case.").partition(".")
        where = _content(draft, scene)
        found.append(Said(row, scene, by_number(where, path), tuple(replies.get(row.pk, ()))))
    return found


def counted(said: list[Said], scene: str) -> Mapping[str, int]:
    """Path → number of open comments, in one scene."""
    return Counter(one.path for one in said if one.scene == scene)


@transaction.atomic
def comment_on(*, actor: Actor, page_id: int, scene: str, path: str, text: str) -> Comment:
    """Say something about a field of a scene (`path` as the form has it; empty: about the scene).

    BadInput.
    """
    draft = open_draft(actor, page_id)
    text = _told(text)
    where = _content(draft, scene)
    if scene != FACTS and not where:
        raise NotFound(_("There is no such scene any more."))
    made = Comment.objects.create(
        page_id=draft.page.pk,
        user=draft.user,
        text=text,
        contentpath=f"case.{scene}.{by_key(where, path)}",
        revision_created=draft.page.latest_revision,
    )
    made.log_create(page_revision=draft.page.latest_revision, user=draft.user)
    record("scenario_comment.made", actor, draft.page, scene=scene, path=path)
    return made


@transaction.atomic
def reply_to(*, actor: Actor, page_id: int, comment_id: int, text: str) -> CommentReply:
    """Answer a comment. NotFound where it is resolved or of another page; BadInput."""
    draft = open_draft(actor, page_id)
    comment = _open_one(draft, comment_id)
    reply = CommentReply.objects.create(comment=comment, user=draft.user, text=_told(text))
    reply.log_create(page_revision=draft.page.latest_revision, user=draft.user)
    record("scenario_comment.answered", actor, draft.page, comment=comment.pk)
    return reply


@transaction.atomic
def resolve(*, actor: Actor, page_id: int, comment_id: int) -> None:
    """Close a comment: what it asked for is done. NotFound as for `reply_to`."""
    draft = open_draft(actor, page_id)
    comment = _open_one(draft, comment_id)
    comment.resolved_at, comment.resolved_by = clock.now(), draft.user
    comment.save()
    comment.log_resolve(page_revision=draft.page.latest_revision, user=draft.user)
    record("scenario_comment.resolved", actor, draft.page, comment=comment.pk)


def by_key(data: Plain, path: str) -> str:
    """The path with keys for positions: "choices.1.text" becomes "choices.b.text".

    So a comment on a choice stays with it when the choices are moved.
    """
    here: Any = data
    steps = []
    for step in path.split("."):
        at = graph.number_of(step)
        row = here[at] if isinstance(here, list) and at is not None and at < len(here) else None
        steps.append(str(row["key"]) if isinstance(row, dict) and row.get("key") else step)
        here = row if row is not None else here.get(step) if isinstance(here, dict) else None
    return ".".join(steps)


def by_number(data: Plain, path: str) -> str:
    """The way back: "choices.b.text" → "choices.1.text"."""
    here: Any = data
    steps = []
    for step in path.split("."):
        if isinstance(here, list):
            at = next(
                (
                    n
                    for n, row in enumerate(here)
                    if isinstance(row, dict) and row.get("key") == step
                ),
                None,
            )
            at = graph.number_of(step) if at is None else at
            steps.append(step if at is None else str(at))
            here = here[at] if at is not None and at < len(here) else None
        else:
            steps.append(step)
            here = here.get(step) if isinstance(here, dict) else None
    return ".".join(steps)


def _content(draft: Draft, scene: str) -> Plain:
    case = draft.case
    if scene == FACTS:
        return case
    return next((one for one in case["scenes"] if one["key"] == scene), {})


def _open_one(draft: Draft, comment_id: int) -> Comment:
    found = Comment.objects.select_for_update().filter(
        pk=comment_id, page_id=draft.page.pk, resolved_at=None
    )
    comment = found.first()
    if comment is None:
        raise NotFound(_("This comment is closed already."))
    return comment


def _told(text: str) -> str:
    text = text.strip()
    if not text:
        raise BadInput(_("Write what should be changed, and why."), field="text")
    if len(text) > _LONGEST:
        raise BadInput(
            _("At most %(n)d characters; there are %(now)d.") % {"n": _LONGEST, "now": len(text)},
            field="text",
        )
    return text
