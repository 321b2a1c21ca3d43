"""Our templates as they are served: white space that only lays out the source is removed before
compiling.

The rules are those of JSX, so that elements and template tags can stand on lines of their own:

- A line break beside an element or a template tag, with the indentation around it, is nothing.
- A line break between words or variables is one space; so is a line break inside an HTML tag.
- A space within a line stays. Where a line has to end beside a tag and a space is wanted: `{{ " "
  }}`.

The body of `{% blocktranslate %}` is the key of its translation, and `<pre>`, `<textarea>` and
scripts keep their line breaks: these stay as written. Templates of packages and those that are not
HTML are not touched.
"""

import re

from django.template import Origin
from django.template.loaders import filesystem

_DJANGO = r"\{%.*?%\}|\{\{.*?\}\}|\{\#.*?\#\}"
_QUOTED = rf'"(?:{_DJANGO}|[^"])*"|\'(?:{_DJANGO}|[^\'])*\''
_TAG = re.compile(
    rf"""
      \{{%\s*(?P<block>blocktrans(?:late)?|comment|verbatim)\b.*?%\}}.*?\{{%\s*end(?P=block)\b.*?%\}}
    | <!--.*?-->
    | \{{%.*?%\}}
    | \{{\#[^\n]*?\#\}}
    | (?P<html> </?[A-Za-z!](?:{_DJANGO}|{_QUOTED}|[^>])*> )
    """,
    re.DOTALL | re.VERBOSE,
)
_RAW = re.compile(r"<(pre|textarea|script|style)\b", re.IGNORECASE)
_COMMENT_LINE = re.compile(r"^[ \t]*\{#.*#\}[ \t]*\n", re.MULTILINE)
_BREAK = re.compile(r"[ \t\r]*\n[ \t\r\n]*")
_BREAK_AT_EDGE = re.compile(rf"\A{_BREAK.pattern}|{_BREAK.pattern}\Z")


class Loader(filesystem.Loader):
    """Finds templates in DIRS; HTML comes without the white space of its layout."""

    def get_contents(self, origin: Origin) -> str:
        source = super().get_contents(origin)
        return remove_layout(source) if str(origin.name).endswith(".html") else source


def remove_layout(source: str) -> str:
    """The template without the white space that only lays out its source; see the rules above."""
    source = _COMMENT_LINE.sub("", source)
    parts, position = [], 0
    while tag := _TAG.search(source, position):
        parts.append(_join_lines(source[position : tag.start()]))
        parts.append(_BREAK.sub(" ", tag["html"]) if tag["html"] else tag[0])
        position = tag.end()
        if raw := _RAW.match(tag[0]):
            closing = source.find(f"</{raw[1]}", position)
            parts.append(source[position:closing])
            position = closing
    parts.append(_join_lines(source[position:]))
    return "".join(parts)


def _join_lines(text: str) -> str:
    """The text between two tags on one line; `{{ " " }}` becomes the space that it stands for."""
    text = _BREAK.sub(" ", _BREAK_AT_EDGE.sub("", text))
    return text.replace('{{ " " }}', " ")
