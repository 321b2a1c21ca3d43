"""Configuration of the app of pictures, files and legal documents."""

from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "cms.library"
    label = "library"
    verbose_name = "Thư viện"
