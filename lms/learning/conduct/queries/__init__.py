"""Questions about conduct lessons and exemptions from them."""

from lms.learning.conduct.queries.exemptions import (
    ExemptionGround,
    exempt_on,
    exemptable_among,
    exemptable_official,
    exemption_grounds,
    exemptions_of,
    grounds_for,
)
from lms.learning.conduct.queries.means import (
    ClassMeans,
    StatementMeans,
    class_means,
    has_self_check,
)
from lms.learning.conduct.queries.own import (
    SelfChecks,
    SignedCommitment,
    commitment_of,
    count_words,
    my_commitment,
    my_commitments,
    my_reflection,
    self_checks,
)
from lms.learning.conduct.queries.refresher import (
    RatedWay,
    RefresherSituation,
    refresher_of,
    situations_of_year,
)

__all__ = [
    "ClassMeans",
    "ExemptionGround",
    "RatedWay",
    "RefresherSituation",
    "SelfChecks",
    "SignedCommitment",
    "StatementMeans",
    "class_means",
    "commitment_of",
    "count_words",
    "exempt_on",
    "exemptable_among",
    "exemptable_official",
    "exemption_grounds",
    "exemptions_of",
    "grounds_for",
    "has_self_check",
    "my_commitment",
    "my_commitments",
    "my_reflection",
    "refresher_of",
    "self_checks",
    "situations_of_year",
]
