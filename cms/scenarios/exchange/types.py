"""What comes of reading and writing scenario files."""

from dataclasses import dataclass, field

from cms.content import Scenario

FORMATS = ("docx", "xlsx", "twee", "twine-html", "json")
WRITTEN_FORMATS = ("json", "twee", "xlsx")

MAX_SCENES = 500


@dataclass(frozen=True)
class Warned:
    """Something in a file that was not taken over as it stood: where it is, and its text."""

    where: str
    text: str


@dataclass(frozen=True)
class Read:
    """A scenario file as it was read.

    Where it was refused, `scenario` is None and `refused` says why and what to do next.
    """

    scenario: Scenario | None
    title: str
    warnings: tuple[Warned, ...] = ()
    refused: str = ""


@dataclass(frozen=True)
class Written:
    """A file that was written. `lost`: what its format cannot show, place by place."""

    data: bytes
    lost: tuple[Warned, ...] = ()


@dataclass
class Notes:
    """The notes collected while a file is read; the same note is kept once."""

    said: list[Warned] = field(default_factory=list)

    def add(self, where: str, text: str) -> None:
        """Keep a note, unless the same one is kept already."""
        note = Warned(where, text)
        if note not in self.said:
            self.said.append(note)

    @property
    def all(self) -> tuple[Warned, ...]:
        return tuple(self.said)
