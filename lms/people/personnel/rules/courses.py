"""The days of a course that is entered in a file."""

import datetime as dt

from django.utils.translation import gettext as _

from lms.core import clock
from lms.core.errors import BadInput


def check_course_days(first: dt.date, last: dt.date, today: dt.date) -> None:
    """BadInput for a course that ends before it begins, and for one that is not over."""
    clock.check_order(first, last, field="ends_on")
    if last > today:
        raise BadInput(_("A course is entered once it is completed."), field="ends_on")
