"""Taking a workbook back: what it made is removed, what it changed gets its former columns, or
nothing happens.
"""

from collections import defaultdict
from collections.abc import Iterator
from itertools import chain
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from lms.core import clock
from lms.core.actor import Actor
from lms.core.audit.actions import record
from lms.core.errors import RuleBroken
from lms.core.jobs.pulse import Pulse
from lms.people.organisation.policies import on_day
from lms.people.personnel.models import Official, Post
from lms.people.personnel.queries import kept_officials
from lms.people.workbooks.actions.uploading import locked
from lms.people.workbooks.journal import (
    TABLES,
    chunks,
    columns,
    manager,
    put_back,
    rows_of,
    table_of,
)
from lms.people.workbooks.models import Batch, BatchWrite
from lms.people.workbooks.states import BATCH, BatchState

# How many obstacles a message names.
_NAMED = 5
# What else stands on a row, in words that the page may show.
_WORDS = {
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
        named = "; ".join(f"{one['name']}: {one['why']}" for one in failed[:_NAMED])
        super().__init__(
            _("This cannot be undone: %(count)d entries were changed or used since. %(named)s")
            % {
                "count": len(failed),
                "named": named,
            }
        )
        self.failed = failed


@transaction.atomic
def undo(*, actor: Actor, batch: Batch, pulse: Pulse | None = None) -> Batch:
    """Restore the exact former state.

    CannotUndo, with a list, where anything of it was changed or used since.
    """
    pulse = pulse or Pulse()
    batch = locked(actor, batch)
    if batch.state == BatchState.UNDONE:
        raise RuleBroken(_("This workbook was undone already."))
    if batch.state != BatchState.APPLIED:
        raise RuleBroken(
            _("This workbook was not written into the register, so there is nothing to undo.")
        )
    total = batch.writes.count()
    pulse.start(total, _("Looking whether anything was changed since."))
    obstacles = _obstacles(actor, batch, pulse)
    if obstacles:
        raise CannotUndo(obstacles)
    pulse.start(total, _("Putting back; nothing of it counts before all is put back."))
    for model in reversed(TABLES):
        for part in chunks(_writes(batch, model)):
            _take_back(model, part)
            pulse.step(len(part))
    batch.writes.all().delete()
    BATCH.move(batch, BatchState.UNDONE)
    batch.undone_at = clock.now()
    batch.save(update_fields=["state", "undone_at"])
    record("batch.undone", actor, batch, unit=batch.unit.code, **batch.counts)
    return batch


def _writes(batch: Batch, model: type[models.Model]) -> Iterator[BatchWrite]:
    rows = batch.writes.filter(table=table_of(model)).order_by("row")
    yield from rows.iterator(chunk_size=500)


def _take_back(model: type[models.Model], writes: list[BatchWrite]) -> None:
    made = [write.row for write in writes if write.before is None]
    manager(model).filter(pk__in=made).delete()
    kept = {write.row: write.before for write in writes if write.before is not None}
    rows, names = [], set()
    for row in rows_of(model, list(kept)):
        names.update(put_back(row, kept[row.pk] or {}))
        rows.append(row)
    if names:
        manager(model).bulk_update(rows, sorted(names))


def _obstacles(actor: Actor, batch: Batch, pulse: Pulse) -> list[dict[str, str]]:
    """People whose files the actor does not keep, whose rows changed since, on whose new rows
    something else stands.
    """
    found: dict[int, set[str]] = defaultdict(set)
    made: dict[type[models.Model], set[int]] = {}
    owners: dict[tuple[type[models.Model], int], int] = {}
    whose: set[int] = set()
    for model in TABLES:
        made[model] = set()
        for part in chunks(_writes(batch, model)):
            now = {row.pk: columns(row) for row in rows_of(model, [write.row for write in part])}
            for write in part:
                owner = _owner(model, write)
                whose.add(owner)
                if now.get(write.row) != write.after:
                    found[owner].add(_("was changed since"))
                if write.before is None:
                    made[model].add(write.row)
                    owners[model, write.row] = owner
            pulse.step(len(part))
    used = (
        (owners[model, key], why) for model in made for key, why in _used(model, made[model], made)
    )
    for pk, why in chain(_not_kept(actor, whose), used):
        found[pk].add(why)
    names = _names(found)
    return [
        {"name": names.get(pk, "?"), "why": ", ".join(sorted(found[pk]))}
        for pk in sorted(found, key=lambda pk: (names.get(pk, ""), pk))
    ]


def _owner(model: type[models.Model], write: BatchWrite) -> int:
    """The official of a written row; an account has none here and is named by its own key, below
    zero.
    """
    if model is Official:
        return write.row
    return int(write.after.get("official_id") or -write.row)


def _not_kept(actor: Actor, keys: set[int]) -> Iterator[tuple[int, str]]:
    """Who works where the actor keeps no files, and the actor himself: nobody decides about
    himself.
    """
    for part in chunks(sorted(key for key in keys if key > 0)):
        people = Official.objects.filter(pk__in=part)
        works = Post.objects.filter(on_day(), official__in=part).values_list("official", flat=True)
        kept = kept_officials(actor).filter(pk__in=part).values_list("pk", flat=True)
        away = people.filter(pk__in={*works} - {*kept}).values_list("pk", flat=True)
        yield from ((pk, _("works elsewhere by now")) for pk in away)
        own = people.filter(user_id=actor.key)
        yield from ((pk, _("is you yourself")) for pk in own.values_list("pk", flat=True))


def _used(
    model: type[models.Model], keys: set[int], made: dict[type[models.Model], set[int]]
) -> Iterator[tuple[int, str]]:
    """Rows elsewhere that point to the new rows and were not made with them."""
    for relation in model._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ForeignObjectRel):
            continue
        other: Any = relation.related_model
        name = relation.field.name
        for part in chunks(sorted(keys)):
            rows = other.objects.filter(**{f"{name}__in": part})
            for pk, key in rows.values_list("pk", name).order_by():
                if pk not in made.get(other, ()):
                    yield key, _why(other)


def _why(model: type[models.Model]) -> str:
    tell = _WORDS.get(model._meta.label_lower)
    return tell() if tell else _("has other entries by now")


def _names(found: dict[int, Any]) -> dict[int, str]:
    names: dict[int, str] = {}
    for part in chunks(sorted(found)):
        rows = Official.objects.filter(pk__in=part).values_list("pk", "full_name", "code")
        names |= {pk: f"{name} ({code})" for pk, name, code in rows}
        users = Official.objects.filter(user__in=[-pk for pk in part if pk < 0])
        names |= {-(user or 0): name for user, name in users.values_list("user", "full_name")}
    return names
