"""Rules as lines of a page: the value in words, where and for whom it holds, since when."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lms.core import text
from lms.people.rulebook.catalogue import ENTRIES, RuleEntry, RuleSubject
from lms.people.rulebook.models import Rule


@dataclass(frozen=True)
class RuleLine:
    """A rule of the catalogue with the value that applies; `row` is None where none was set."""

    entry: RuleEntry
    row: Rule | None

    @property
    def words(self) -> list[str]:
        return self.entry.words(self.row.value) if self.row else []

    @property
    def scope(self) -> str:
        return _describe_scope(self.row) if self.row else ""

    def fits(self, typed: str) -> bool:
        """Whether title, key, value or source contain every typed word, whatever its marks."""
        parts = [self.entry.title, self.entry.key, *self.words]
        if self.row:
            parts.append(self.row.source)
        searched = text.fold_marks(" ".join(parts))
        return all(word in searched for word in text.fold_marks(typed).split())


@dataclass(frozen=True)
class StatedRule:
    """A value that was set: the days that remain of it, and its state today."""

    entry: RuleEntry
    row: Rule
    today: dt.date

    @property
    def words(self) -> list[str]:
        return self.entry.words(self.row.value)

    @property
    def scope(self) -> str:
        return _describe_scope(self.row)

    @property
    def spans(self) -> list[tuple[dt.date, dt.date | None]]:
        """The days for which it counts, in order."""
        live = [self.row] if self.row.replaced_at is None else []
        # `remains` is prefetched by the query of the history.
        rows = [*live, *self.row.remains]  # type: ignore[attr-defined]  # a prefetched list
        return sorted((row.valid_from, row.valid_to) for row in rows)

    @property
    def is_cut(self) -> bool:
        """Whether other statements took days from it."""
        return self.spans != [(self.row.valid_from, self.row.valid_to)]

    @property
    def can_be_taken_back(self) -> bool:
        return self.row.withdrawn_at is None and self.row.valid_from > self.today

    @property
    def state(self) -> str:
        if self.row.withdrawn_at is not None:
            return pgettext("rule", "taken back")
        if not self.spans:
            return pgettext("rule", "replaced")
        if self.applies:
            return pgettext("rule", "applies now")
        is_planned = self.spans[0][0] > self.today
        return pgettext("rule", "planned") if is_planned else pgettext("rule", "applied")

    @property
    def applies(self) -> bool:
        return any(
            first <= self.today and (last is None or self.today <= last)
            for first, last in self.spans
        )


def _describe_scope(row: Rule) -> str:
    """Where and for whom a rule holds."""
    parts = [row.unit.name if row.unit else _("everywhere")]
    if row.group:
        parts.append(row.get_group_display())
    if row.level:
        parts.append(_("units of the level: %(level)s") % {"level": row.get_level_display()})
    return " · ".join(parts)


def lines_by_subject(rules: dict[str, Rule], typed: str) -> list[tuple[str, list[RuleLine]]]:
    """(heading, its rules that fit the typed words); headings without rules are left out."""
    lines = [RuleLine(entry, rules.get(key)) for key, entry in ENTRIES.items()]
    tables = []
    for subject in RuleSubject:
        fitting = [line for line in lines if line.entry.subject == subject and line.fits(typed)]
        if fitting:
            tables.append((str(subject.label), fitting))
    return tables
