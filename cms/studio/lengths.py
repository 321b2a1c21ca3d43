"""How long what editors write may be."""

from django.utils.translation import gettext as _

from lms.core.errors import BadInput


def check_length(text: str, most: int, *, field: str = "") -> None:
    """BadInput where a text is longer than `most` characters."""
    if len(text) > most:
        raise BadInput(
            _("At most %(n)d characters; there are %(now)d.") % {"n": most, "now": len(text)},
            field=field,
        )
