"""Questions about conduct lessons and exemptions from them."""

from lms.learning.conduct.queries.exemptions import (
    Ground,
    exempt_on,
    exemptable,
    exemptable_among,
    exemptions_of,
    grounds,
    grounds_for,
)
from lms.learning.conduct.queries.means import Mean, Means, group_means, has_self_check
from lms.learning.conduct.queries.own import (
    Checks,
    Signed,
    checks,
    commitment_of,
    my_commitment,
    my_commitments,
    my_reflection,
    words,
)
from lms.learning.conduct.queries.refresher import Drawn, Way, drawn_of, refresher_of

__all__ = [
    "Checks",
    "Drawn",
    "Ground",
    "Mean",
    "Means",
    "Signed",
    "Way",
    "checks",
    "commitment_of",
    "drawn_of",
    "exempt_on",
    "exemptable",
    "exemptable_among",
    "exemptions_of",
    "grounds",
    "grounds_for",
    "group_means",
    "has_self_check",
    "my_commitment",
    "my_commitments",
    "my_reflection",
    "refresher_of",
    "words",
]
