"""Pages that Wagtail serves to everybody: home, school sections, news and standard pages."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from cms.library.base import BasePage
from cms.library.blocks import Body

NEWS_ON_A_PAGE = 6


class HomePage(BasePage):
    """The first page of the site."""

    intro = models.TextField(_("introduction"), max_length=400, blank=True)
    body = StreamField(Body(), verbose_name=_("body"), blank=True)

    max_count = 1
    template = "cms/home.html"
    subpage_types = ["pages.SchoolPage", "pages.NewsIndexPage", "pages.StandardPage"]
    page_description = _("The first page of the site.")
    content_panels = [*BasePage.content_panels, FieldPanel("intro"), FieldPanel("body")]

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["schools"] = SchoolPage.objects.child_of(self).live().order_by("path")
        context["news"] = NewsPage.objects.live().order_by("-date", "-pk")[:NEWS_ON_A_PAGE]
        context["pages"] = StandardPage.objects.child_of(self).live().order_by("path")
        return context


class SchoolPage(BasePage):
    """The section of a training school: its courses, news and standard pages lie below it."""

    school_code = models.CharField(
        _("code of the school"),
        max_length=32,
        unique=True,
        help_text=_("Code of the school's unit, for example TCT-DB."),
    )
    intro = models.TextField(_("introduction"), max_length=600, blank=True)
    body = StreamField(Body(), verbose_name=_("body"), blank=True)

    template = "cms/school.html"
    exclude_fields_in_copy = ["school_code"]
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["courses.CoursePage", "pages.NewsIndexPage", "pages.StandardPage"]
    page_description = _("The section of a school.")
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("school_code", read_only=True),
        FieldPanel("intro"),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("school section")
        verbose_name_plural = _("school sections")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        pages = StandardPage.objects.child_of(self).live().order_by("path")
        news = NewsPage.objects.descendant_of(self).live().order_by("-date", "-pk")
        context |= {"pages": pages, "news": news[:NEWS_ON_A_PAGE]}
        return context


class NewsIndexPage(BasePage):
    """The list of news of a school or of the site."""

    template = "cms/news_index.html"
    parent_page_types = ["pages.HomePage", "pages.SchoolPage"]
    subpage_types = ["pages.NewsPage"]
    page_description = _("A list of news, newest first.")

    class Meta:
        verbose_name = _("news list")
        verbose_name_plural = _("news lists")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["news"] = NewsPage.objects.child_of(self).live().order_by("-date", "-pk")[:50]
        return context


class NewsPage(BasePage):
    """One piece of news."""

    date = models.DateField(_("date"))
    summary = models.TextField(_("summary"), max_length=300)
    body = StreamField(Body(), verbose_name=_("body"))

    template = "cms/news.html"
    parent_page_types = ["pages.NewsIndexPage"]
    subpage_types: list[str] = []
    page_description = _("One piece of news.")
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("date"),
        FieldPanel("summary"),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("news")
        verbose_name_plural = _("news")


class StandardPage(BasePage):
    """Any other page: about, contact, terms."""

    intro = models.TextField(_("introduction"), max_length=400, blank=True)
    body = StreamField(Body(), verbose_name=_("body"))

    template = "cms/standard.html"
    parent_page_types = ["pages.HomePage", "pages.SchoolPage", "pages.StandardPage"]
    subpage_types = ["pages.StandardPage"]
    page_description = _("Any other page: about us, contact, rules.")
    content_panels = [*BasePage.content_panels, FieldPanel("intro"), FieldPanel("body")]

    class Meta:
        verbose_name = _("standard page")
        verbose_name_plural = _("standard pages")
