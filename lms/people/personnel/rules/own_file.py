"""Nobody decides about themselves."""

from django.utils.translation import gettext as _

from lms.core.errors import RuleBroken


def check_not_own_file(user_id: int | None, holder_id: int | None) -> None:
    """RuleBroken where the file belongs to the account that wants to change it, whatever its
    holder manages. `user_id`: of the actor, None for the system.
    """
    if user_id is not None and holder_id == user_id:
        raise RuleBroken(
            _(
                "Nobody keeps their own file."
                " Ask the training authority above your unit to enter it."
            )
        )
