"""How forms run actions: a refusal is shown at its field, and the form keeps its values."""

from collections.abc import Callable
from typing import TypeVar

from django.db import transaction
from django.forms import BaseForm
from django.http import HttpRequest, QueryDict

from lms.core.errors import ApplicationError, NotAllowed, NotFound

T = TypeVar("T")

# The status of a page that shows a form again with its errors.
UNPROCESSABLE = 422


def posted_data(request: HttpRequest) -> QueryDict | None:
    """What the form was sent with; None where the page is only opened, so that the form is not
    bound and is_valid() is False.
    """
    return request.POST if request.method == "POST" else None


def apply_action(form: BaseForm, action: Callable[[], T]) -> T | None:
    """Run `action` and return what it returns; a refusal becomes an error of the form, and None.

    The error stands at the field that it names, else at the form as a whole. An action may return
    None too, so ask `form.errors` whether it succeeded. NotFound and NotAllowed are raised: they
    are pages of their own.
    """
    try:
        return action()
    except (NotFound, NotAllowed):
        raise
    except ApplicationError as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return None


def rehearse_action(form: BaseForm, action: Callable[[], object]) -> None:
    """Run `action` as `apply_action` does and roll it back: a page shows refusals beforehand."""
    with transaction.atomic():
        apply_action(form, action)
        transaction.set_rollback(True)


def status_of(form: BaseForm) -> int:
    """HTTP status of the page that shows `form`: 422 when it carries errors, else 200."""
    return UNPROCESSABLE if form.is_bound and form.errors else 200
