"""Whether a value is what its types say, all the way down."""

import dataclasses
import typing
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache


def check(value: object) -> None:
    """Every field of a dataclass, and of what it holds, has a value of its type; times are UTC."""
    assert dataclasses.is_dataclass(value)
    hints = _hints(value.__class__)
    for field in dataclasses.fields(value):
        _check_one(getattr(value, field.name), hints[field.name])


@cache
def _hints(kind: type) -> dict[str, typing.Any]:
    return typing.get_type_hints(kind)


def _check_one(value: object, hint: typing.Any) -> None:
    allowed = [typing.get_origin(each) or each for each in typing.get_args(hint) or ()]
    origin = typing.get_origin(hint)
    if origin in (tuple, Mapping):
        assert isinstance(value, origin)
        inside = value.values() if isinstance(value, Mapping) else value
        for each in typing.cast("typing.Iterable[object]", inside):
            _check_one(each, typing.get_args(hint)[1 if origin is Mapping else 0])
        return
    assert isinstance(value, tuple(allowed) or hint)
    if isinstance(value, datetime):
        assert value.utcoffset() == timedelta(0)
    if dataclasses.is_dataclass(value):
        check(value)
