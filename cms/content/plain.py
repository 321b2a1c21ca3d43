"""Content as plain JSON data and back.

What has its default value is left out, so that a new field changes no hash.
"""

from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from typing import Any, TypeVar

import msgspec

PlainType = TypeVar("PlainType")


class NotPlain(ValueError):
    """Data that does not fit the type; the text names the place: "Expected `int`, got `str` - at
    `$.scenes[3].minutes`".
    """


def to_plain(value: Any) -> Any:
    """A value as JSON data: dataclasses become dicts without the fields that have their default,
    tuples lists, enums their values.
    """
    if is_dataclass(value) and not isinstance(value, type):
        return {
            field.name: to_plain(getattr(value, field.name))
            for field in fields(value)
            if field.default is MISSING or getattr(value, field.name) != field.default
        }
    if isinstance(value, (list, tuple)):
        return [to_plain(member) for member in value]
    return value.value if isinstance(value, Enum) else value


def from_plain(kind: type[PlainType], data: Any) -> PlainType:
    """The frozen value of `kind`.

    NotPlain where data does not fit; fields that `kind` does not have are passed over.
    """
    try:
        return msgspec.convert(data, kind)
    except msgspec.ValidationError as error:
        raise NotPlain(str(error)) from error
