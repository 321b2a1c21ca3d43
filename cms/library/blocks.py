"""Blocks of running text: what a reading lesson, a news item or a standard page is made of."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.rich_text import expand_db_html
from wagtail.snippets.blocks import SnippetChooserBlock

from lms.core.html import clean_html

FEATURES = [
    "h2",
    "h3",
    "h4",
    "bold",
    "italic",
    "ol",
    "ul",
    "blockquote",
    "hr",
    "link",
    "document-link",
]


class CleanText(blocks.RichTextBlock):
    """Rich text that goes through our own sanitiser when it is shown."""

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        context["html"] = clean_html(expand_db_html(value.source))
        return context

    class Meta:
        template = "cms/blocks/text.html"
        icon = "pilcrow"


class PictureBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("Picture"))
    alt = blocks.CharBlock(
        label=_("Text alternative"),
        required=False,
        max_length=250,
        help_text=_(
            "What the picture shows, for those who cannot see it. Empty: that of the picture"
            " library."
        ),
    )
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=250)

    class Meta:
        template = "cms/blocks/picture.html"
        icon = "image"
        label = _("Picture")
        label_format = "{caption}"


class VideoBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=200)
    video = DocumentChooserBlock(
        label=_("Video file"),
        help_text=_("MP4 or WebM, at most 240 lines, so that it plays on 3G."),
    )
    captions = DocumentChooserBlock(
        label=_("Captions"), help_text=_("WebVTT file (.vtt) with all that is said.")
    )

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        captions = value.get("captions")
        if captions is not None and captions.file_extension.lower() != "vtt":
            message = _("Captions must be a WebVTT file (.vtt).")
            raise blocks.StructBlockValidationError({"captions": ValidationError(message)})
        return value

    class Meta:
        template = "cms/blocks/video.html"
        icon = "media"
        label = _("Video")
        label_format = "{title}"


class CitationBlock(blocks.StructBlock):
    text = blocks.CharBlock(
        label=_("Where it stands"),
        max_length=300,
        help_text=_("For example: Luật Hộ tịch 2014, Điều 16 khoản 1"),
    )
    document = SnippetChooserBlock(
        "library.LegalDocument", label=_("Legal document"), required=False
    )

    class Meta:
        template = "cms/blocks/citation.html"
        icon = "openquote"
        label = _("Legal citation")
        label_format = "{text}"


class NoteBlock(CleanText):
    class Meta:
        template = "cms/blocks/note.html"
        icon = "info-circle"


class AttachmentBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=200)
    document = DocumentChooserBlock(label=_("File"))

    class Meta:
        template = "cms/blocks/attachment.html"
        icon = "doc-full"
        label = _("File to download")
        label_format = "{title}"


class Body(blocks.StreamBlock):
    """The running text of a page."""

    text = CleanText(label=_("Text"), features=FEATURES)
    note = NoteBlock(label=_("Note"), features=["bold", "italic", "ol", "ul", "link"])
    picture = PictureBlock()
    video = VideoBlock()
    legal = CitationBlock()
    document = AttachmentBlock()

    class Meta:
        template = "cms/blocks/body.html"
