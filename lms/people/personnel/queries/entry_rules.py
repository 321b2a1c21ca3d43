"""What the rulebook says of the entries of a unit."""

import datetime as dt

from lms.people.organisation.models import Unit
from lms.people.personnel.rules.ages import EntryRules
from lms.people.rulebook.catalogue import ENTRIES
from lms.people.rulebook.queries import rules_for

_AGES = "officials.age_limits"
_ROUGH_BIRTH_DATE = "officials.rough_birth_date"


def entry_rules_of(unit: Unit | None = None, day: dt.date | None = None) -> EntryRules:
    """The rules of birth dates at the unit on `day` (None: everywhere, today), in one query.

    Where nobody has set a rule, its first value holds.
    """
    keys = (_AGES, _ROUGH_BIRTH_DATE)
    values = {key: ENTRIES[key].defaults[0].value for key in keys}
    values |= {key: rule.value for key, rule in rules_for(*keys, unit=unit, day=day).items()}
    ages = values[_AGES]
    return EntryRules(ages["youngest"], ages["oldest"], values[_ROUGH_BIRTH_DATE])
