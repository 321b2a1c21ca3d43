"""One field of a workbook, the sections of the page, and how the words of headers are listed."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

Label = str | Promise

IDENTITY, POST, QUALIFICATION, RATING, TRAINING = (
    "identity",
    "post",
    "qualification",
    "rating",
    "training",
)
SECTIONS: dict[str, Label] = {
    IDENTITY: pgettext_lazy("workbook", "Who it is"),
    POST: pgettext_lazy("workbook", "Unit and post"),
    QUALIFICATION: pgettext_lazy("workbook", "Levels held"),
    RATING: pgettext_lazy("workbook", "Ratings"),
    TRAINING: pgettext_lazy("workbook", "Training completed"),
}


@dataclass(frozen=True)
class WorkbookField:
    """`section` groups the choices on the page; `aliases` are whole headers as `words.plain` writes
    them.
    """

    key: str
    label: Label
    section: str
    aliases: tuple[str, ...] = ()
    is_mark: bool = False


def split_words(text: str) -> tuple[str, ...]:
    """The headers in "a | b c | d", one by one and with single spaces."""
    return tuple(" ".join(words.split()) for words in text.split("|"))
