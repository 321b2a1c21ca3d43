"""Configuration of the accounts app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "lms.people.accounts"
    label = "accounts"
    verbose_name = "Tài khoản"
