"""Writing the rulebook: a value is stated for a scope and a period; what others stated before keeps
its days and its row.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lms.core import clock, text
from lms.core.actor import Actor
from lms.core.audit.actions import record
from lms.core.errors import BadInput, NotAllowed, NotFound, RuleBroken
from lms.people.organisation.models import FOUNDING, Level, Unit
from lms.people.rulebook.catalogue import ENTRIES, FIRST_REASON, Entry, Scope
from lms.people.rulebook.models import Basis, Group, Rule
from lms.people.rulebook.periods import Span, settle
from lms.people.rulebook.policies import may_set

# What the fields of a row hold at most.
_LONGEST = 300
# Days after this are slips of the finger.
_LAST_YEAR = 2200
_COPIED = (
    "key",
    "title",
    "unit_id",
    "group",
    "level",
    "value",
    "measure",
    "basis",
    "source",
    "is_verified",
    "reason",
    "written_by_id",
)


@dataclass(frozen=True)
class Draft:
    """A value as it is set: `value` None says that no minimum applies.

    Both days belong to the period.
    """

    key: str
    value: Any
    valid_from: dt.date
    basis: Basis
    source: str
    group: str = ""
    level: str = ""
    reason: str = ""
    valid_to: dt.date | None = None
    is_verified: bool = False


@transaction.atomic
def set_rule(*, actor: Actor, draft: Draft, unit: Unit | None = None) -> Rule:
    """State a value from a day on, for `unit` and all below it; None: everywhere, by the system
    alone.

    It holds until the day on which a value begins that was planned for later; what was stated
    before keeps the days before it. BadInput names the field: key, value, valid_from, valid_to,
    group, level, source, reason. A period that began before today needs a reason: whatever was
    decided meanwhile (results, certificates) keeps its copy.
    """
    if not (actor.is_system if unit is None else may_set(actor, unit)):
        raise NotAllowed(_("Only the training authority may set rules here."))
    entry = ENTRIES.get(draft.key)
    if entry is None:
        raise BadInput(_("The product knows no such rule."), field="key")
    _lock(draft.key, unit)
    _check_value(entry, draft)
    _check_scope(entry, draft, unit)
    last = _check_period(entry, draft)
    _check_words(draft)
    rows = _scope(draft.key, unit, draft.group, draft.level)
    _check_planned(rows, draft.valid_from, None if entry.yearly else last)
    now = clock.now()
    # The same first day again: the older row gives way before the new one comes, two of them cannot
    # stand there.
    rows.filter(valid_from=draft.valid_from, replaced_at=None).update(
        replaced_at=now, replaced_by=actor.user_id
    )
    made = Rule.objects.create(
        key=draft.key,
        title=entry.title,
        measure=entry.measure,
        unit=unit,
        group=draft.group,
        level=draft.level,
        value=draft.value,
        valid_from=draft.valid_from,
        valid_to=last,
        basis=draft.basis,
        source=text.normal(draft.source),
        is_verified=draft.is_verified,
        reason=text.normal(draft.reason),
        written_at=now,
        written_by_id=actor.user_id,
    )
    _settle(rows, actor, now)
    record(
        "rule.set",
        actor,
        made,
        key=draft.key,
        value=draft.value,
        unit=unit.code if unit else "",
        group=draft.group,
        level=draft.level,
        valid_from=draft.valid_from.isoformat(),
        valid_to=last.isoformat() if last else None,
        source=made.source,
        is_verified=draft.is_verified,
        reason=made.reason,
    )
    return made


@transaction.atomic
def withdraw_rule(*, actor: Actor, rule: Rule, reason: str) -> Rule:
    """Take back a value that has not begun yet; what it would have replaced goes on.

    RuleBroken once its day has come: set a new value instead, from a day on.
    """
    if not (actor.is_system if rule.unit is None else may_set(actor, rule.unit)):
        raise NotAllowed(_("Only the training authority may set rules here."))
    _lock(rule.key, rule.unit)
    stated = Rule.objects.filter(pk=rule.pk, origin=None, withdrawn_at=None).first()
    if stated is None:
        raise NotFound
    if stated.valid_from <= clock.today():
        raise RuleBroken(
            _("This value applies since %(day)s already. Set a new value from a day on instead.")
            % {"day": f"{stated.valid_from:%d/%m/%Y}"}
        )
    reason = text.normal(reason)
    if not reason:
        raise BadInput(_("Say why it is taken back."), field="reason")
    _check_length("reason", reason)
    now = clock.now()
    stated.withdrawn_at, stated.withdrawn_reason = now, reason
    stated.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    _settle(_scope(stated.key, stated.unit, stated.group, stated.level), actor, now)
    record("rule.withdrawn", actor, stated, key=stated.key, reason=stated.withdrawn_reason)
    stated.refresh_from_db()
    return stated


@transaction.atomic
def load_defaults(*, actor: Actor) -> int:
    """Set what the catalogue begins with, as far as nobody has said anything else; returns how many
    rows were set.

    A key for which something other than its own defaults was ever set everywhere is left alone, and
    so is each default that was set once already, whatever became of it.
    """
    known: dict[str, list[Rule]] = {}
    for row in Rule.objects.filter(unit=None, origin=None):
        known.setdefault(row.key, []).append(row)
    made = 0
    for entry in ENTRIES.values():
        rows = known.get(entry.key, [])
        ours = {(one.valid_from, _frozen(one.value)) for one in entry.defaults}
        if any(
            row.group or row.level or (row.valid_from, _frozen(row.value)) not in ours
            for row in rows
        ):
            continue
        there = {row.valid_from for row in rows}
        for one in entry.defaults:
            if one.valid_from not in there:
                draft = Draft(
                    entry.key,
                    one.value,
                    one.valid_from,
                    one.basis,
                    one.source,
                    valid_to=one.valid_to,
                    is_verified=one.is_verified,
                    reason=FIRST_REASON,
                )
                set_rule(actor=actor, draft=draft)
                made += 1
    return made


def _frozen(value: Any) -> str:
    return repr(value)


def _scope(key: str, unit: Unit | None, group: str, level: str) -> Any:
    return Rule.objects.filter(key=key, unit=unit, group=group, level=level)


def _lock(key: str, unit: Unit | None) -> None:
    """Whoever sets rules of the same place at this moment waits."""
    if unit is not None:
        Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    else:
        list(
            Rule.objects.select_for_update().filter(key=key, unit=None).order_by("pk").values("pk")
        )


def _check_value(entry: Entry, draft: Draft) -> None:
    if draft.value is not None:
        entry.kind.check(draft.value)
    elif not entry.none_ok:
        raise BadInput(_("This rule needs a value; “no minimum” is not possible."), field="value")


def _check_scope(entry: Entry, draft: Draft, unit: Unit | None) -> None:
    if unit is not None and Scope.UNIT not in entry.scopes:
        raise BadInput(
            _("This rule is the same everywhere; a unit cannot have its own."), field="unit"
        )
    if draft.group and (Scope.GROUP not in entry.scopes or draft.group not in Group.values):
        raise BadInput(_("This rule does not differ by group."), field="group")
    if draft.level and (Scope.LEVEL not in entry.scopes or draft.level not in Level.values):
        raise BadInput(_("This rule does not differ by level."), field="level")


def _check_period(entry: Entry, draft: Draft) -> dt.date | None:
    """The last day of the period; of a yearly rule the end of the year."""
    first, last = draft.valid_from, draft.valid_to
    for field, day in (("valid_from", first), ("valid_to", last)):
        if day is not None and not FOUNDING.year <= day.year <= _LAST_YEAR:
            raise BadInput(
                _("The year must lie between %(first)s and %(last)s.")
                % {
                    "first": FOUNDING.year,
                    "last": _LAST_YEAR,
                },
                field=field,
            )
    if entry.yearly:
        last = dt.date(first.year, 12, 31)
        if any(dt.date.fromisoformat(day).year != first.year for day in draft.value):
            raise BadInput(
                _("All days must be in %(year)s, the year in which the list begins to apply.")
                % {"year": first.year},
                field="value",
            )
    elif last is not None and last < first:
        raise BadInput(_("The last day is before the first one."), field="valid_to")
    return last


def _check_words(draft: Draft) -> None:
    source, reason = text.normal(draft.source), text.normal(draft.reason)
    if not source:
        raise BadInput(_("Name the source of the rule."), field="source")
    _check_length("source", source)
    _check_length("reason", reason)
    if draft.basis not in Basis.values:
        raise BadInput(_("Choose law, internal rule or practice."), field="basis")
    if draft.valid_from < clock.today() and not reason:
        raise BadInput(
            _(
                "This changes what applied in the past. Results and certificates that were decided"
                " meanwhile keep their copy of the old value; figures that are computed later"
                " follow the new one. Say why it is changed."
            ),
            field="reason",
        )


def _check_length(field: str, words: str) -> None:
    if len(words) > _LONGEST:
        raise BadInput(
            _("Not longer than %(number)s characters.") % {"number": _LONGEST}, field=field
        )


def _check_planned(rows: Any, first: dt.date, last: dt.date | None) -> None:
    """A period with an end is not cut silently by a value that begins inside it."""
    if last is None:
        return
    inside = rows.filter(origin=None, withdrawn_at=None, valid_from__gt=first, valid_from__lte=last)
    found = inside.order_by("valid_from").first()
    if found is not None:
        raise BadInput(
            _(
                "Another value begins on %(day)s. End this period before that day, or set that one"
                " anew first."
            )
            % {"day": f"{found.valid_from:%d/%m/%Y}"},
            field="valid_to",
        )


def _settle(rows: Any, actor: Actor, now: dt.datetime) -> None:
    """Bring the rows that hold in line with what was stated: what lost days is replaced, what
    remains of it is added.
    """
    stated = {row.pk: row for row in rows.filter(origin=None, withdrawn_at=None)}
    holding = settle(Span(row.valid_from, row.valid_to, pk) for pk, row in stated.items())
    wanted = {(span.stated, span.first, span.last) for span in holding}
    live = {
        (row.origin_id or row.pk, row.valid_from, row.valid_to): row.pk
        for row in rows.filter(replaced_at=None)
    }
    gone = [pk for place, pk in live.items() if place not in wanted]
    rows.filter(pk__in=gone).update(replaced_at=now, replaced_by=actor.user_id)
    Rule.objects.bulk_create(
        Rule(
            origin=stated[pk],
            valid_from=first,
            valid_to=last,
            written_at=now,
            **{name: getattr(stated[pk], name) for name in _COPIED},
        )
        for pk, first, last in sorted(wanted - set(live), key=lambda place: place[1])
    )
