"""Take a workbook back: remove what it made, give what it changed its former columns, or do
nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from lms.core import clock
from lms.core.actor import Actor
from lms.core.audit.actions import record
from lms.core.errors import RuleBroken
from lms.core.jobs.progress import ProgressReporter
from lms.people.organisation.policies import on_day
from lms.people.personnel.models import Official, Post
from lms.people.personnel.queries import kept_officials
from lms.people.workbooks.actions.uploading import lock_batch
from lms.people.workbooks.journal import (
    TABLES,
    chunks,
    columns_of,
    lock_rows,
    manager_of,
    put_back,
    table_of,
)
from lms.people.workbooks.models import Batch, BatchWrite
from lms.people.workbooks.states import BATCH, BatchState

# Why an entry cannot be taken back, by its person.
Obstacles = dict[int, set[str]]
# How many obstacles a message names.
_MOST_NAMED = 5
# What else stands on a row, in words that the page may show.
_USE_WORDS = {
    "enrolment.enrolment": lambda: _("is enrolled in a class"),
    "certificates.certificate": lambda: _("has a certificate"),
    "personnel.sensitiveaccess": lambda: _("the sensitive fields were looked at"),
    "personnel.officialmerge": lambda: _("was merged with another entry"),
    "standards.standarddecision": lambda: _("has a decision about the standard"),
    "privacy.datarequest": lambda: _("has asked about these data"),
}


class CannotUndo(RuleBroken):
    """`failed`: [{"name", "why"}], everything that stands in the way."""

    def __init__(self, failed: list[dict[str, str]]) -> None:
        named = "; ".join(
            f"{obstacle['name']}: {obstacle['why']}" for obstacle in failed[:_MOST_NAMED]
        )
        super().__init__(
            _("This cannot be undone: %(count)d entries were changed or used since. %(named)s")
            % {
                "count": len(failed),
                "named": named,
            }
        )
        self.failed = failed


@transaction.atomic
def undo_batch(*, actor: Actor, batch: Batch, pulse: ProgressReporter | None = None) -> Batch:
    """Restore the exact former state.

    CannotUndo, with a list, where anything of it was changed or used since.
    """
    pulse = pulse or ProgressReporter()
    batch = lock_batch(actor, batch)
    if batch.state == BatchState.UNDONE:
        raise RuleBroken(_("This workbook was undone already."))
    if batch.state != BatchState.APPLIED:
        raise RuleBroken(
            _("This workbook was not written into the register, so there is nothing to undo.")
        )
    total = batch.writes.count()
    pulse.start(total, _("Looking whether anything was changed since."))
    obstacles = _find_obstacles(actor, batch, pulse)
    if obstacles:
        raise CannotUndo(obstacles)
    pulse.start(total, _("Putting back; nothing of it counts before all is put back."))
    # what points to others goes before them
    for model in reversed(TABLES):
        for part in chunks(_writes_into(batch, model, newest_first=True)):
            _take_back(model, part)
            pulse.step(len(part))
    batch.writes.all().delete()
    BATCH.move(batch, BatchState.UNDONE)
    batch.undone_at = clock.now()
    batch.save(update_fields=["state", "undone_at"])
    record("batch.undone", actor, batch, unit=batch.unit.code, **batch.counts)
    return batch


def _writes_into(
    batch: Batch, model: type[models.Model], *, newest_first: bool = False
) -> Iterator[BatchWrite]:
    """What the batch wrote into this table, streamed in the order of the rows."""
    order = "-row" if newest_first else "row"
    writes = batch.writes.filter(table=table_of(model)).order_by(order)
    yield from writes.iterator(chunk_size=500)


def _take_back(model: type[models.Model], writes: list[BatchWrite]) -> None:
    """Delete the rows that these writes made and put back the columns that they changed."""
    new_keys = [write.row for write in writes if write.before is None]
    new_rows = manager_of(model).filter(pk__in=new_keys)
    if model is Post:
        # pieces of one post follow each other, and all of them go
        new_rows.update(follows=None)
    new_rows.delete()
    former = {write.row: write.before for write in writes if write.before is not None}
    rows, names = [], set()
    for row in lock_rows(model, list(former)):
        names.update(put_back(row, former[row.pk] or {}))
        rows.append(row)
    if names:
        manager_of(model).bulk_update(rows, sorted(names))


def _find_obstacles(actor: Actor, batch: Batch, pulse: ProgressReporter) -> list[dict[str, str]]:
    """People whose files the actor does not keep, whose rows changed since, or on whose new rows
    something else stands; [{"name", "why"}] by name.
    """
    obstacles: Obstacles = defaultdict(set)
    # table → new row → its person
    new_rows: dict[type[models.Model], dict[int, int]] = {}
    people: set[int] = set()
    for model in TABLES:
        new_rows[model] = {}
        for writes in chunks(_writes_into(batch, model)):
            _find_changed(model, writes, obstacles)
            for write in writes:
                owner = _owner_of(model, write)
                people.add(owner)
                if write.before is None:
                    new_rows[model][write.row] = owner
            pulse.step(len(writes))
    for pk, why in _people_not_kept(actor, people):
        obstacles[pk].add(why)
    for model, owners in new_rows.items():
        for key, why in _uses_of_rows(model, owners.keys(), new_rows):
            obstacles[owners[key]].add(why)
    return _describe_obstacles(obstacles)


def _find_changed(
    model: type[models.Model], writes: list[BatchWrite], obstacles: Obstacles
) -> None:
    """Add to `obstacles` the people whose rows are no longer as applying left them."""
    columns_now = {
        row.pk: columns_of(row) for row in lock_rows(model, [write.row for write in writes])
    }
    for write in writes:
        if columns_now.get(write.row) != write.after:
            obstacles[_owner_of(model, write)].add(_("was changed since"))


def _describe_obstacles(obstacles: Obstacles) -> list[dict[str, str]]:
    names = _names_of(obstacles)
    in_order = sorted(obstacles, key=lambda pk: (names.get(pk, ""), pk))
    return [
        {"name": names.get(pk, "?"), "why": ", ".join(sorted(obstacles[pk]))} for pk in in_order
    ]


def _owner_of(model: type[models.Model], write: BatchWrite) -> int:
    """The key of the official of a written row.

    An account has none in this journal and is named by its own key, below zero.
    """
    if model is Official:
        return write.row
    return int(write.after.get("official_id") or -write.row)


def _people_not_kept(actor: Actor, keys: set[int]) -> Iterator[tuple[int, str]]:
    """People who work where the actor keeps no files, and the actor: nobody decides about their own
    file.
    """
    for part in chunks(sorted(key for key in keys if key > 0)):
        people = Official.objects.filter(pk__in=part)
        posts = Post.objects.filter(on_day(), official__in=part)
        in_post = set(posts.values_list("official", flat=True))
        kept = set(kept_officials(actor).filter(pk__in=part).values_list("pk", flat=True))
        elsewhere = people.filter(pk__in=in_post - kept)
        for pk in elsewhere.values_list("pk", flat=True):
            yield pk, _("works elsewhere by now")
        for pk in people.filter(user_id=actor.key).values_list("pk", flat=True):
            yield pk, _("is you yourself")


def _uses_of_rows(
    model: type[models.Model],
    keys: Iterable[int],
    new_rows: dict[type[models.Model], dict[int, int]],
) -> Iterator[tuple[int, str]]:
    """Those of `keys` to which rows elsewhere point that were not made with them, and by what."""
    for relation in model._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ForeignObjectRel):
            continue
        pointing_model: Any = relation.related_model
        name = relation.field.name
        for part in chunks(sorted(keys)):
            rows = pointing_model.objects.filter(**{f"{name}__in": part})
            for pk, key in rows.values_list("pk", name).order_by():
                if pk not in new_rows.get(pointing_model, ()):
                    yield key, _describe_use(pointing_model)


def _describe_use(model: type[models.Model]) -> str:
    use = _USE_WORDS.get(model._meta.label_lower)
    return use() if use else _("has other entries by now")


def _names_of(keys: Iterable[int]) -> dict[int, str]:
    """Name and code of officials; of accounts (keys below zero) the name alone."""
    names: dict[int, str] = {}
    for part in chunks(sorted(keys)):
        officials = Official.objects.filter(pk__in=part).values_list("pk", "full_name", "code")
        names |= {pk: f"{name} ({code})" for pk, name, code in officials}
        of_accounts = Official.objects.filter(user__in=[-pk for pk in part if pk < 0])
        names |= {-(user or 0): name for user, name in of_accounts.values_list("user", "full_name")}
    return names
