"""One field of a workbook, the sections of the page, and how the words of headers are listed."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.text import format_lazy
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


# Fields whose date may stand in several columns: "birth_date.day", "birth_date.month" …
SPLIT_DATES = ("birth_date", "party_date", "post_from")
# The parts of a date that stands in several columns, with the numbers that one may be; None: two
# parts in one cell.
DATE_PARTS: dict[str, tuple[int, int] | None] = {
    "day": (1, 31),
    "month": (1, 12),
    "year": (0, 2100),
    "day_month": None,
    "month_year": None,
}
_PART_LABELS: dict[str, Label] = {
    "day": pgettext_lazy("part of a date", "day"),
    "month": pgettext_lazy("part of a date", "month"),
    "year": pgettext_lazy("part of a date", "year"),
    "day_month": pgettext_lazy("part of a date", "day and month"),
    "month_year": pgettext_lazy("part of a date", "month and year"),
}


def date_part_fields(key: str, label: Label, section: str) -> list[WorkbookField]:
    """A field for each part of a date that may stand in several columns."""
    return [
        WorkbookField(f"{key}.{part}", format_lazy("{}: {}", label, part_label), section)
        for part, part_label in _PART_LABELS.items()
    ]
