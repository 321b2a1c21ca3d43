"""Forms meet actions: what a rule refuses stands at the field, and what was typed is kept."""

from collections.abc import Callable
from typing import TypeVar

from django.db import transaction
from django.forms import BaseForm

from lms.core.errors import HouseError, NotAllowed, NotFound

T = TypeVar("T")

# The status of a page that shows a form again with its errors.
UNPROCESSABLE = 422


def apply(form: BaseForm, action: Callable[[], T]) -> T | None:
    """Run `action`; a refusal goes onto the form (its field, else the form as a whole) and gives
    None.

    Afterwards `form.errors` tells whether it went through (an action may give None too). NotFound
    and NotAllowed are pages of their own and pass through.
    """
    try:
        return action()
    except (NotFound, NotAllowed):
        raise
    except HouseError as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return None


def rehearse(form: BaseForm, action: Callable[[], object]) -> None:
    """Run `action` as `apply` does and take everything back: what it refuses is told before it is
    asked for.
    """
    with transaction.atomic():
        apply(form, action)
        transaction.set_rollback(True)


def status_of(form: BaseForm) -> int:
    """HTTP status of the page that shows `form`: 422 when it carries errors, else 200."""
    return UNPROCESSABLE if form.is_bound and form.errors else 200
