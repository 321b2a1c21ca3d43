"""Texts that are longer than their column."""

from typing import Never

from django.utils.translation import gettext as _

from lms.core.errors import BadInput


def refuse_too_long(most: int, field: str) -> Never:
    """Raise BadInput for a text of more than `most` characters."""
    raise BadInput(_("Too long: at most %(most)d characters.") % {"most": most}, field=field)
