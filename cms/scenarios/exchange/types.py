"""What comes of reading and writing scenario files."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from cms.content import Scenario

FORMATS = ("docx", "xlsx", "twee", "twine-html", "json")
WRITTEN_FORMATS = ("json", "twee", "xlsx")

MAX_SCENES = 500


@dataclass(frozen=True)
class FileNote:
    """Something in a file that was not taken over as it stood: where it is, and its text."""

    where: str
    text: str


def name_scene(number: int, title: str) -> str:
    """A scene as the place of a note."""
    return _("Scene %(number)d “%(title)s”") % {"number": number, "title": title}


@dataclass(frozen=True)
class ReadScenario:
    """A scenario file as it was read.

    Where it was refused, `scenario` is None and `refused` says why and what to do next.
    """

    scenario: Scenario | None
    title: str
    warnings: tuple[FileNote, ...] = ()
    refused: str = ""


@dataclass(frozen=True)
class WrittenScenario:
    """A file that was written. `lost`: what its format cannot show, place by place."""

    data: bytes
    lost: tuple[FileNote, ...] = ()


@dataclass
class FileNotes:
    """The notes collected while a file is read; the same note is kept once."""

    collected: list[FileNote] = field(default_factory=list)

    def add(self, where: str, text: str) -> None:
        """Keep a note, unless the same one is kept already."""
        note = FileNote(where, text)
        if note not in self.collected:
            self.collected.append(note)

    @property
    def all(self) -> tuple[FileNote, ...]:
        return tuple(self.collected)
