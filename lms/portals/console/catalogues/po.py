"""Reads and writes the part of the PO format that a language without plural forms needs."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass

HEADER = r"""msgid ""
msgstr ""
"Language: vi\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=1; plural=0;\n"
"""

_STRINGS = r'(?:\s*"(?:[^"\\]|\\.)*")+'
_ENTRY = re.compile(
    r"(?P<comments>(?:^#.*\n)*)"
    rf"(?:^msgctxt\s+(?P<context>{_STRINGS})\s*)?"
    rf"^msgid\s+(?P<text>{_STRINGS})\s*"
    rf"(?:^msgid_plural\s+(?P<plural>{_STRINGS})\s*)?"
    rf"^msgstr(?:\[0\])?\s+(?P<translation>{_STRINGS})",
    re.MULTILINE,
)
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')

# A text is known by its context (may be empty) and its msgid.
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """A text and its translation. `sources`: the files that use it, if it was extracted."""

    text: str
    context: str = ""
    plural: str = ""
    translation: str = ""
    flags: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def key(self) -> Key:
        return self.context, self.text

    @property
    def is_fuzzy(self) -> bool:
        return "fuzzy" in self.flags


def parse_catalogue(source: str) -> list[CatalogueEntry]:
    """The entries of a catalogue in their order, without its header and without obsolete ones."""
    entries = [_parse_entry(match) for match in _ENTRY.finditer(source)]
    return [entry for entry in entries if entry.text]


def render_catalogue(entries: Iterable[CatalogueEntry]) -> str:
    """A catalogue sorted by msgid, a line a string, without locations: small differences in git."""
    ordered = sorted(entries, key=lambda entry: (entry.text, entry.context))
    return "\n".join([HEADER, *map(_render_entry, ordered)])


def _parse_entry(match: re.Match[str]) -> CatalogueEntry:
    comments = match["comments"].splitlines()
    flags = [flag for line in comments if line.startswith("#,") for flag in line[2:].split(",")]
    return CatalogueEntry(
        text=_unquote_text(match["text"]),
        context=_unquote_text(match["context"]),
        plural=_unquote_text(match["plural"]),
        translation=_unquote_text(match["translation"]),
        flags=tuple(flag.strip() for flag in flags),
        notes=tuple(line for line in comments if line.startswith(("# ", "#."))),
        sources=tuple(
            name for line in comments if line.startswith("#:") for name in line[2:].split()
        ),
    )


def _render_entry(entry: CatalogueEntry) -> str:
    lines = list(entry.notes)
    if entry.flags:
        lines.append(f"#, {', '.join(entry.flags)}")
    if entry.context:
        lines.append(f"msgctxt {_quote_text(entry.context)}")
    lines.append(f"msgid {_quote_text(entry.text)}")
    if entry.plural:
        lines.append(f"msgid_plural {_quote_text(entry.plural)}")
    lines.append(f"msgstr{'[0]' if entry.plural else ''} {_quote_text(entry.translation)}")
    return "\n".join(lines) + "\n"


def _unquote_text(strings: str | None) -> str:
    return "".join(json.loads(string) for string in _STRING.findall(strings or ""))


def _quote_text(text: str) -> str:
    # The escapes of PO that occur here (\n, \t, \" and \\) are those of JSON.
    return json.dumps(text, ensure_ascii=False)
