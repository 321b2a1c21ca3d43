"""Tags and filters that every template may use (registered as builtins)."""

from django import template

register = template.Library()
