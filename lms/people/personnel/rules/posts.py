"""What a post may be: its title, its period within the life of its unit, its group by the title."""

import datetime as dt

from django.utils.translation import gettext as _

from lms.core import text
from lms.core.errors import BadInput
from lms.people.rulebook.models import Group

# Elected posts of communes; the rest are civil servants (Luật Cán bộ, công chức 2008, Điều 61, from
# summaries).
_ELECTED = ("bi thu", "pho bi thu", "chu tich", "pho chu tich")


def check_title(title: str) -> None:
    """BadInput for a post without a title, and for a figure where the title should stand."""
    if not title:
        raise BadInput(_("Name the title of the post."), field="title")
    text.check_in_words(title, field="title")


def check_period(first: dt.date, last: dt.date | None, *, field: str = "valid_to") -> None:
    """BadInput for a post that would end before it began."""
    if last is not None and last < first:
        raise BadInput(_("A post cannot end before it began."), field=field)


def check_unit_exists(unit: str, unit_first: dt.date, first: dt.date) -> None:
    """BadInput for a post that would begin before its unit did; `unit` is its name."""
    if first < unit_first:
        raise BadInput(
            _(
                "%(unit)s exists only from %(day)s on. Give that day or a later one; earlier posts"
                " stand at the units before it."
            )
            % {"unit": unit, "day": f"{unit_first:%d/%m/%Y}"},
            field="valid_from",
        )


def guess_group(title: str, rank: str) -> Group:
    """The group of a post of which none is written: grades are of public employees, some titles
    are elected.
    """
    if rank.startswith("grade_"):
        return Group.PUBLIC_EMPLOYEE
    is_elected = text.fold_marks(title).startswith(_ELECTED)
    return Group.ELECTED if is_elected else Group.CIVIL_SERVANT
