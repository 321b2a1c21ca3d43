"""What all our pages share: addresses without marks, one tab for content, one for what is seldom
touched.
"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PublishingPanel
from wagtail.models import Page

from lms.core.text import normal, slug

# taken by other doors below /hoc/ and /khoa-hoc/
_RESERVED = {"dong-bo"}


class HousePageForm(WagtailAdminPageForm):
    """The address may stay empty; it is then made from the title, as `lms.core.text.slug` does
    it.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean_title(self) -> str:
        return normal(self.cleaned_data["title"])

    def clean_slug(self) -> str:
        address = slug(self.cleaned_data.get("slug") or "")
        if address and self.instance.slug_is_global:
            same_address = self.instance.twin(address)
            if same_address is not None:
                raise forms.ValidationError(
                    _("The page “%(title)s” already has this address.")
                    % {"title": same_address.title}
                )
        return address


class HousePage(Page):
    """Base of all page types."""

    # Lessons and courses are addresses of their own (/hoc/<slug>/, /khoa-hoc/<slug>/): one in the
    # whole site.
    slug_is_global = False
    base_form_class = HousePageForm
    # as readers meet them, not by the last edit
    admin_default_ordering = "ord"
    content_panels = [FieldPanel("title", classname="title", icon="title")]
    promote_panels = [
        MultiFieldPanel(
            [
                FieldPanel(
                    "slug",
                    widget=forms.TextInput,
                    help_text=_(
                        "Leave empty: it is made from the title. Changing it later breaks links."
                    ),
                )
            ],
            heading=_("Address"),
        )
    ]
    settings_panels = [PublishingPanel()]

    class Meta:
        abstract = True

    @property
    def preview_sizes(self) -> list[dict[str, Any]]:
        """The learner's phone first."""
        return [
            {
                "name": "mobile",
                "icon": "mobile-alt",
                "device_width": 360,
                "label": _("Preview on a phone"),
            },
            {
                "name": "desktop",
                "icon": "desktop",
                "device_width": 1280,
                "label": _("Preview on a desktop computer"),
            },
        ]

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self._name_address()
        super().full_clean(*args, **kwargs)

    def minimal_clean(self) -> None:
        self._name_address()
        super().minimal_clean()

    def twin(self, address: str) -> Page | None:
        """Another page of the same sort that already has this address; None where it is free."""
        page_classes = [
            page_class
            for page_class in type(self).__mro__
            if page_class is not HousePage and issubclass(page_class, HousePage)
        ]
        base = page_classes[-1]
        same_sort = base.__subclasses__() if base._meta.abstract else [base]
        return Page.objects.type(*same_sort).filter(slug=address).exclude(pk=self.pk).first()

    def _name_address(self) -> None:
        if getattr(self, "slug", "") or not self.path:
            return
        wanted = slug(self.title)[:80].strip("-") or "trang"
        taken = self._taken(wanted)
        self.slug = next(
            name
            for name in (wanted, *(f"{wanted}-{n}" for n in range(2, len(taken) + 3)))
            if name not in taken
        )

    def _taken(self, wanted: str) -> set[str]:
        if self.slug_is_global:
            pages = Page.objects.all()
        else:
            pages = self.get_siblings().exclude(pk=self.pk)
        return _RESERVED | set(pages.filter(slug__startswith=wanted).values_list("slug", flat=True))
