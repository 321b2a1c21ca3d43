"""What all our pages share: URLs without Vietnamese marks, and one tab for what is seldom
touched.
"""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PublishingPanel
from wagtail.models import Page

from lms.core.text import make_slug, normalise

# taken by other views below /hoc/ and /khoa-hoc/
_RESERVED = {"dong-bo"}


def describe_taken_address(title: str) -> str:
    """What is said of an address that the page with this title has."""
    return gettext("The page “%(title)s” already has this address.") % {"title": title}


class BasePageForm(WagtailAdminPageForm):
    """The form of a page; an empty address is made from the title, as `lms.core.text.make_slug`
    does it.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean_title(self) -> str:
        return normalise(self.cleaned_data["title"])

    def clean_slug(self) -> str:
        address = make_slug(self.cleaned_data.get("slug") or "")
        if address and self.instance.slug_is_global:
            same_address = self.instance.page_with_address(address)
            if same_address is not None:
                raise forms.ValidationError(describe_taken_address(same_address.title))
        return address


class BasePage(Page):
    """Base of all page types."""

    # Lessons and courses are addresses of their own (/hoc/<slug>/, /khoa-hoc/<slug>/): one in the
    # whole site.
    slug_is_global = False
    base_form_class = BasePageForm
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

    def page_with_address(self, address: str) -> Page | None:
        """Another page of the same sort that already has this address; None where it is free.

        Pages of one sort are those whose types share their topmost base below BasePage: all
        lessons are one sort.
        """
        bases = [base for base in type(self).__mro__ if issubclass(base, BasePage)]
        topmost = bases[bases.index(BasePage) - 1]
        page_types = topmost.__subclasses__() if topmost._meta.abstract else [topmost]
        return Page.objects.type(*page_types).filter(slug=address).exclude(pk=self.pk).first()

    def _name_address(self) -> None:
        """Make the address from the title where it is empty, with a number where it is taken."""
        if getattr(self, "slug", "") or not self.path:
            return
        address = make_slug(self.title)[:80].strip("-") or "trang"
        taken = self._taken(address)
        number, free_address = 1, address
        while free_address in taken:
            number += 1
            free_address = f"{address}-{number}"
        self.slug = free_address

    def _taken(self, beginning: str) -> set[str]:
        """The taken addresses that begin so: among the siblings, or in the whole site."""
        if self.slug_is_global:
            pages = Page.objects.all()
        else:
            pages = self.get_siblings().exclude(pk=self.pk)
        pages = pages.filter(slug__startswith=beginning)
        return _RESERVED | set(pages.values_list("slug", flat=True))
