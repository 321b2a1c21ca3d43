"""Twee 3 text and Twine 2 HTML as a list of passages."""

import json
import re
from html.parser import HTMLParser

from django.utils.translation import gettext as _

from cms.scenarios.exchange.twine.nodes import Passage, TwineStory
from cms.scenarios.exchange.types import FileNotes
from lms.core.errors import BadInput

# ":: Name [tag tag] {"position": "10,20"}", with any sign escaped by a backslash
_HEADER = re.compile(
    r"^::[ \t]*(?P<name>(?:\\.|[^\\\[\]{}\n])*?)[ \t]*(?:\[(?P<tags>(?:\\.|[^\\\]\n])*)\])?["
    r" \t]*(?P<meta>\{.*\})?[ \t]*$"
)
_ESCAPE = re.compile(r"\\(.)")
# Attributes of Twine's own that say how the story map looks.
_KNOWN = {
    "name",
    "startnode",
    "creator",
    "creator-version",
    "format",
    "format-version",
    "ifid",
    "options",
    "tags",
    "zoom",
    "hidden",
    "pid",
    "position",
    "size",
}
# Attributes of HTML by which a page refers to something outside.
_FETCHING = ("src", "href", "data", "poster", "action", "formaction", "xlink:href", "srcset")


def from_twee(text: str, notes: FileNotes) -> TwineStory:
    """The passages of Twee 3 (and of older Twee); text before the first passage is noted."""
    story, head, lines = TwineStory(), "", list[str]()
    for line in [*text.split("\n"), ":: "]:
        if not line.startswith("::"):
            lines.append(line[1:] if line.startswith("\\::") else line)
            continue
        content = "\n".join(lines).strip()
        if head:
            _add_passage(story, head, content, notes)
        elif content:
            notes.add(_("Before the first passage"), content)
        head, lines = line, []
    return story


def _add_passage(story: TwineStory, head: str, content: str, notes: FileNotes) -> None:
    """Add a passage to the story, or take Twine's own data out of it."""
    header = _HEADER.match(head)
    name, tags = head.removeprefix("::").strip(), ""
    if header:
        name, tags = _ESCAPE.sub(r"\1", header["name"]), header["tags"] or ""
        _note_metadata(name, header["meta"], notes)
    if name == "StoryTitle":
        story.title = " ".join(content.split())
    elif name == "StoryData":
        _story_data(story, content, notes)
    else:
        story.passages.append(Passage(name, content, tuple(_ESCAPE.sub(r"\1", tags).split())))


def _note_metadata(name: str, raw: str | None, notes: FileNotes) -> None:
    """Note what stands in a passage's braces, except its place on Twine's map."""
    try:
        is_map_position = set(json.loads(raw or "{}")) <= {"position", "size"}
    except (ValueError, RecursionError):
        is_map_position = False
    if raw and not is_map_position:
        notes.add(name, _("Not understood: %(text)s") % {"text": raw})


def _story_data(story: TwineStory, content: str, notes: FileNotes) -> None:
    """Take story format and start from Twine's own data; what is no JSON object is noted."""
    try:
        data = json.loads(content)
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict):
        notes.add("StoryData", _("Not understood: %(text)s") % {"text": content})
        return
    story.format = str(data.get("format", ""))
    story.start = str(data.get("start", ""))


class _StoryHtmlParser(HTMLParser):
    """Collects tw-storydata and what is in it; the rest of the page only where it fetches or
    runs.
    """

    def __init__(self, notes: FileNotes) -> None:
        super().__init__(convert_charrefs=True)
        self.notes = notes
        self.stories: list[TwineStory] = []
        self.starts: list[str] = []
        self.depth = 0  # 1 within tw-storydata
        self.passage: dict[str, str] | None = None
        self.code = ""  # script or style that is open
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if self.passage is not None:
            # Twine escapes the markup of passages; what stands there unescaped is still their text.
            self.text.append(self.get_starttag_text() or "")
            return
        self._note_references(tag, values)
        if tag == "tw-storydata":
            self.depth = 1
            self.stories.append(TwineStory(values.get("name", ""), values.get("format", "")))
            self.starts.append(values.get("startnode", ""))
        elif tag == "tw-passagedata" and self.depth:
            self.passage, self.text = values, []
        elif tag in {"script", "style"}:
            self.code, self.text = tag, []

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag == "tw-passagedata":
            self.handle_endtag(tag)

    def _note_references(self, tag: str, values: dict[str, str]) -> None:
        """Note what the page would fetch, and attributes of a story that Twine itself does
        not write.
        """
        for name in _FETCHING:
            if values.get(name) and not values[name].startswith("#"):
                self.notes.add(
                    _("The page around the story"),
                    _("Refers to something outside, not fetched: %(text)s")
                    % {"text": f"<{tag} {name}={values[name][:300]}>"},
                )
        unknown_attributes = {
            n: v for n, v in values.items() if n not in _KNOWN and not n.startswith("data-")
        }
        if tag in {"tw-storydata", "tw-passagedata"} and unknown_attributes:
            self.notes.add(tag, _("Not understood: %(text)s") % {"text": str(unknown_attributes)})

    def handle_data(self, data: str) -> None:
        if self.passage is not None or self.code:
            self.text.append(data)
        elif self.depth and data.strip():
            self.notes.add("tw-storydata", _("Not understood: %(text)s") % {"text": data.strip()})

    def handle_comment(self, data: str) -> None:
        if self.passage is not None:
            self.text.append(f"<!--{data}-->")

    def handle_endtag(self, tag: str) -> None:
        if tag == "tw-passagedata" and self.passage is not None:
            values, self.passage = self.passage, None
            text = "".join(self.text).replace("\r\n", "\n").strip()
            story = self.stories[-1]
            story.passages.append(
                Passage(values.get("name", ""), text, tuple(values.get("tags", "").split()))
            )
            if values.get("pid", "") == self.starts[-1]:
                story.start = values.get("name", "")
        elif self.passage is not None:
            self.text.append(f"</{tag}>")
        elif tag == "tw-storydata":
            self.depth = 0
        elif tag == self.code:
            self._end_code()

    def _end_code(self) -> None:
        """Note a script or style: the story's own in full, the story format's program only
        by name.
        """
        text, code, self.code = "".join(self.text).strip(), self.code, ""
        if text and self.depth:
            self.notes.add(
                f"<{code}>",
                _("Scripts and styles of the story are not taken over: %(text)s") % {"text": text},
            )
        elif text and code == "script":
            self.notes.add(
                _("The page around the story"),
                _("The program of the story format is not taken over; the passages are."),
            )


def from_html(text: str, notes: FileNotes) -> TwineStory:
    """The passages of a story that Twine 2 published, or of an archive that holds one story.

    BadInput for every other page.
    """
    parser = _StoryHtmlParser(notes)
    parser.feed(text)
    parser.close()
    if not parser.stories:
        raise BadInput(
            _(
                "There is no Twine 2 story in this page. In Twine choose Build, Publish to File,"
                " and choose that file."
            )
        )
    if len(parser.stories) > 1:
        raise BadInput(
            _("The file holds %(count)d stories. Export the one that you want to read in.")
            % {"count": len(parser.stories)}
        )
    if parser.passage is not None or parser.depth:
        raise BadInput(
            _("The file breaks off in the middle of the story. Export it from Twine again.")
        )
    return parser.stories[0]
