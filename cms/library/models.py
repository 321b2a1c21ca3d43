"""Pictures, files and legal documents that content uses."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image
from wagtail.search import index


class Picture(AbstractImage):
    """A picture; the text alternative is asked for when it is uploaded."""

    alt_text = models.CharField(_("text alternative"), max_length=250, blank=True)
    credit = models.CharField(_("credit"), max_length=120, blank=True)

    admin_form_fields = (*Image.admin_form_fields, "alt_text", "credit")

    @property
    def default_alt_text(self) -> str:
        return self.alt_text or self.title


class PictureRendition(AbstractRendition):
    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="rendition_once"
            )
        ]


class File(AbstractDocument):
    """A file to download; always served as an attachment."""

    admin_form_fields = Document.admin_form_fields


class LegalDocument(index.Indexed, models.Model):
    """A legal document that lessons cite, with the dates between which it is in force."""

    number = models.CharField(_("number"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=300)
    issuer = models.CharField(_("issued by"), max_length=120, blank=True)
    valid_from = models.DateField(_("in force from"), null=True, blank=True)
    valid_to = models.DateField(_("in force until"), null=True, blank=True)
    replaced_by = models.CharField(_("replaced by"), max_length=60, blank=True)
    is_verified = models.BooleanField(_("checked against the original"), default=False)

    panels = [
        FieldPanel("number"),
        FieldPanel("title"),
        FieldPanel("issuer"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")]),
                FieldPanel("replaced_by"),
                FieldPanel("is_verified"),
            ],
            heading=_("Validity"),
        ),
    ]
    search_fields = [index.SearchField("title"), index.AutocompleteField("number")]

    class Meta:
        verbose_name = _("legal document")
        verbose_name_plural = _("legal documents")
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number} – {self.title}"
