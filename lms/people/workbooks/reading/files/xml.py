"""XML parts of a workbook, read as a stream: never a tree, never an entity."""

import zipfile
import zlib
from collections.abc import Callable, Iterator
from xml.parsers import expat

from lms.core.errors import BadInput
from lms.core.packages import damaged_file_message

_CHUNK = 64 * 1024
Start = Callable[[str, dict[str, str]], None]
Event = Callable[[str], None]


def stream_part(
    archive: zipfile.ZipFile,
    part: str,
    start: Start,
    end: Event | None = None,
    text: Event | None = None,
) -> Iterator[None]:
    """Parse the part: `start(name, attributes)`, `end(name)` and `text(raw)` are called on the way.

    Yields after each chunk, so that the rows in it can be handed on. Names come without prefixes.
    BadInput where the part is missing or no sound XML.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = _without_prefix(start)
    if end:
        parser.EndElementHandler = lambda name: end(name.rpartition(":")[2])
    if text:
        parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _no_doctype
    try:
        with archive.open(part) as source:
            while chunk := source.read(_CHUNK):
                parser.Parse(chunk, False)
                yield
            parser.Parse(b"", True)
            yield
    except (
        KeyError,
        ValueError,
        IndexError,
        OverflowError,
        zipfile.BadZipFile,
        zlib.error,
        OSError,
        EOFError,
        RuntimeError,
        expat.ExpatError,
    ) as error:
        raise BadInput(damaged_file_message()) from error


def parse_part(
    archive: zipfile.ZipFile,
    part: str,
    start: Start,
    end: Event | None = None,
    text: Event | None = None,
) -> None:
    """Parse the whole part at once; see `stream_part`."""
    for _chunk in stream_part(archive, part, start, end, text):
        pass


def _without_prefix(start: Start) -> Start:
    return lambda name, attributes: start(name.rpartition(":")[2], attributes)


def _no_doctype(*_declaration: object) -> None:
    raise BadInput(damaged_file_message())
