"""Writing the rulebook: a value is set for a scope and a period.

Rows set before keep the days before it, and are never rewritten.
"""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lms.core import clock, text
from lms.core.actor import Actor
from lms.core.audit.actions import record
from lms.core.errors import BadInput, NotAllowed, RuleBroken
from lms.core.lookup import one_or_404
from lms.people.organisation.models import FOUNDING, Unit, UnitLevel
from lms.people.rulebook.catalogue import ENTRIES, FIRST_REASON, FirstValue, RuleEntry, RuleScope
from lms.people.rulebook.models import Basis, Group, Rule
from lms.people.rulebook.periods import StatedSpan, settle_statements
from lms.people.rulebook.policies import may_set_rules
from lms.people.rulebook.queries import rows_for

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
class RuleDraft:
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
def set_rule(*, actor: Actor, draft: RuleDraft, unit: Unit | None = None) -> Rule:
    """Set a value from a day on, for `unit` and all below it (None: everywhere, by the system
    alone).

    It holds until the day on which a value begins that was planned for later; earlier values keep
    the days before it. BadInput names the field: key, value, valid_from, valid_to,
    group, level, source, reason. A period that began before today needs a reason: whatever was
    decided meanwhile (results, certificates) keeps its copy.
    """
    _require_may_set(actor, unit)
    entry = ENTRIES.get(draft.key)
    if entry is None:
        raise BadInput(_("The product knows no such rule."), field="key")
    _lock_scope(draft.key, unit)
    last = _check_draft(entry, draft, unit)
    rows = _rules_of_scope(draft.key, unit, draft.group, draft.level)
    _check_planned(rows, draft.valid_from, None if entry.yearly else last)
    now = clock.now()
    # The same first day again: the older row gives way before the new one comes, two of them cannot
    # stand there.
    rows.filter(valid_from=draft.valid_from, replaced_at=None).update(
        replaced_at=now, replaced_by=actor.user_id
    )
    rule = Rule.objects.create(
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
        source=text.normalise(draft.source),
        is_verified=draft.is_verified,
        reason=text.normalise(draft.reason),
        written_at=now,
        written_by_id=actor.user_id,
    )
    _bring_rows_in_line(rows, actor, now)
    _record_set(actor, rule, unit)
    return rule


@transaction.atomic
def set_typed_rule(*, actor: Actor, draft: RuleDraft, typed: str | None, unit: Unit) -> Rule:
    """Set the value that `typed` says in the writing of its kind (None: no minimum applies).

    `draft.value` is not looked at. Parts that the value in force names too keep their keys, so the
    text is read under the lock of `set_rule`. Errors are those of `set_rule`, and BadInput (field
    "value") where nothing was typed or the text cannot be read.
    """
    _require_may_set(actor, unit)
    entry = ENTRIES.get(draft.key)
    if entry is None:
        raise BadInput(_("The product knows no such rule."), field="key")
    value = None
    if typed is not None:
        if not typed.strip():
            raise BadInput(_("Type the value."), field="value")
        _lock_scope(draft.key, unit)
        in_force = rows_for([draft.key], unit=unit, day=draft.valid_from).get(draft.key)
        value = entry.kind.read(typed, in_force.value if in_force else None)
    return set_rule(actor=actor, draft=replace(draft, value=value), unit=unit)


def _require_may_set(actor: Actor, unit: Unit | None) -> None:
    is_allowed = actor.is_system if unit is None else may_set_rules(actor, unit)
    if not is_allowed:
        raise NotAllowed(_("Only the training authority may set rules here."))


def _check_draft(entry: RuleEntry, draft: RuleDraft, unit: Unit | None) -> dt.date | None:
    """BadInput where the draft breaks a rule of its entry. Returns the last day of its period."""
    _check_value(entry, draft)
    _check_scope(entry, draft, unit)
    last = _check_period(entry, draft)
    _check_words(draft)
    return last


def _record_set(actor: Actor, rule: Rule, unit: Unit | None) -> None:
    record(
        "rule.set",
        actor,
        rule,
        key=rule.key,
        value=rule.value,
        unit=unit.code if unit else "",
        group=rule.group,
        level=rule.level,
        valid_from=rule.valid_from.isoformat(),
        valid_to=rule.valid_to.isoformat() if rule.valid_to else None,
        source=rule.source,
        is_verified=rule.is_verified,
        reason=rule.reason,
    )


@transaction.atomic
def withdraw_rule(*, actor: Actor, rule: Rule, reason: str) -> Rule:
    """Take back a value that has not begun yet; what it would have replaced goes on.

    RuleBroken once its day has come: set a new value instead, from a day on.
    """
    _require_may_set(actor, rule.unit)
    _lock_scope(rule.key, rule.unit)
    rule = one_or_404(Rule.objects.filter(origin=None, withdrawn_at=None), pk=rule.pk)
    if rule.valid_from <= clock.today():
        raise RuleBroken(
            _("This value applies since %(day)s already. Set a new value from a day on instead.")
            % {"day": f"{rule.valid_from:%d/%m/%Y}"}
        )
    reason = text.normalise(reason)
    if not reason:
        raise BadInput(_("Say why it is taken back."), field="reason")
    _check_length("reason", reason)
    now = clock.now()
    rule.withdrawn_at, rule.withdrawn_reason = now, reason
    rule.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    _bring_rows_in_line(_rules_of_scope(rule.key, rule.unit, rule.group, rule.level), actor, now)
    record("rule.withdrawn", actor, rule, key=rule.key, reason=rule.withdrawn_reason)
    rule.refresh_from_db()
    return rule


@transaction.atomic
def load_defaults(*, actor: Actor) -> int:
    """Set the first values of the catalogue that nobody has set otherwise; returns how many.

    A key for which another value was ever set everywhere is left alone, and so is each first value
    that was set once already, whatever became of it.
    """
    rules_by_key: dict[str, list[Rule]] = {}
    for rule in Rule.objects.filter(unit=None, origin=None):
        rules_by_key.setdefault(rule.key, []).append(rule)
    count = 0
    for entry in ENTRIES.values():
        for default in _missing_defaults(entry, rules_by_key.get(entry.key, [])):
            draft = RuleDraft(
                entry.key,
                default.value,
                default.valid_from,
                default.basis,
                default.source,
                valid_to=default.valid_to,
                is_verified=default.is_verified,
                reason=FIRST_REASON,
            )
            set_rule(actor=actor, draft=draft)
            count += 1
    return count


def _missing_defaults(entry: RuleEntry, rules: list[Rule]) -> list[FirstValue]:
    """Defaults that were never set; none where anything else was ever set for the key."""
    own = [("", "", default.valid_from, default.value) for default in entry.defaults]
    if not all((rule.group, rule.level, rule.valid_from, rule.value) in own for rule in rules):
        return []
    set_days = {rule.valid_from for rule in rules}
    return [default for default in entry.defaults if default.valid_from not in set_days]


def _rules_of_scope(key: str, unit: Unit | None, group: str, level: str) -> Any:
    return Rule.objects.filter(key=key, unit=unit, group=group, level=level)


def _lock_scope(key: str, unit: Unit | None) -> None:
    """Let others who set rules of the same place wait until this transaction ends."""
    if unit is not None:
        Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    else:
        rules = Rule.objects.select_for_update().filter(key=key, unit=None).order_by("pk")
        # Evaluated for its locks alone.
        list(rules.values("pk"))


def _check_value(entry: RuleEntry, draft: RuleDraft) -> None:
    if draft.value is not None:
        entry.kind.check(draft.value)
    elif not entry.none_ok:
        raise BadInput(_("This rule needs a value; “no minimum” is not possible."), field="value")


def _check_scope(entry: RuleEntry, draft: RuleDraft, unit: Unit | None) -> None:
    if unit is not None and RuleScope.UNIT not in entry.scopes:
        raise BadInput(
            _("This rule is the same everywhere; a unit cannot have its own."), field="unit"
        )
    if draft.group and (RuleScope.GROUP not in entry.scopes or draft.group not in Group.values):
        raise BadInput(_("This rule does not differ by group."), field="group")
    if draft.level and (RuleScope.LEVEL not in entry.scopes or draft.level not in UnitLevel.values):
        raise BadInput(_("This rule does not differ by level."), field="level")


def _check_period(entry: RuleEntry, draft: RuleDraft) -> dt.date | None:
    """The last day of the period (None: open end); of a yearly rule the end of the year."""
    first, last = draft.valid_from, draft.valid_to
    _check_year("valid_from", first)
    if last is not None:
        _check_year("valid_to", last)
    if entry.yearly:
        if any(dt.date.fromisoformat(day).year != first.year for day in draft.value):
            raise BadInput(
                _("All days must be in %(year)s, the year in which the list begins to apply.")
                % {"year": first.year},
                field="value",
            )
        return dt.date(first.year, 12, 31)
    clock.check_order(first, last, field="valid_to")
    return last


def _check_year(field: str, day: dt.date) -> None:
    if not FOUNDING.year <= day.year <= _LAST_YEAR:
        raise BadInput(
            _("The year must lie between %(first)s and %(last)s.")
            % {"first": FOUNDING.year, "last": _LAST_YEAR},
            field=field,
        )


def _check_words(draft: RuleDraft) -> None:
    source, reason = text.normalise(draft.source), text.normalise(draft.reason)
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
    planned = inside.order_by("valid_from").first()
    if planned is not None:
        raise BadInput(
            _(
                "Another value begins on %(day)s. End this period before that day, or set that one"
                " anew first."
            )
            % {"day": f"{planned.valid_from:%d/%m/%Y}"},
            field="valid_to",
        )


def _bring_rows_in_line(rows: Any, actor: Actor, now: dt.datetime) -> None:
    """Bring the rows in force in line with the statements.

    A row that lost days to another statement is replaced; what remains of it is added as new rows.
    """
    statements = {row.pk: row for row in rows.filter(origin=None, withdrawn_at=None)}
    spans = settle_statements(
        StatedSpan(row.valid_from, row.valid_to, pk) for pk, row in statements.items()
    )
    places = {(span.stated, span.first, span.last) for span in spans}
    live = {
        (row.origin_id or row.pk, row.valid_from, row.valid_to): row.pk
        for row in rows.filter(replaced_at=None)
    }
    outdated = [pk for place, pk in live.items() if place not in places]
    rows.filter(pk__in=outdated).update(replaced_at=now, replaced_by=actor.user_id)
    missing = sorted(places - set(live), key=lambda place: place[1])
    Rule.objects.bulk_create(
        Rule(
            origin=statements[pk],
            valid_from=first,
            valid_to=last,
            written_at=now,
            **{name: getattr(statements[pk], name) for name in _COPIED},
        )
        for pk, first, last in missing
    )
