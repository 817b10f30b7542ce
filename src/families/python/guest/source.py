"""Writes data as the source text that makes it; no iterator is read for it."""

import collections
import dataclasses
import datetime
import decimal
import enum
import fractions
import math

DEEPEST = 50


class NoData(Exception):
    """For what no text makes: a function, an iterator, an object of a class that the contract does not declare."""


def source(value, classes, depth=0):
    """`classes` are the ones that a contract declares, by name. Raises NoData."""
    kind = type(value)
    if depth > DEEPEST:
        raise NoData
    if value is None or kind in (bool, int, str, bytes) or kind is float and math.isfinite(value):
        return repr(value)
    if kind in (decimal.Decimal, fractions.Fraction, datetime.date, datetime.timedelta):
        return repr(value).removeprefix("datetime.")
    if kind in (datetime.datetime, datetime.time) and value.tzinfo is None:
        return repr(value).removeprefix("datetime.")

    def inner(part):
        return source(part, classes, depth + 1)

    if kind in CONTAINERS:
        return CONTAINERS[kind]([inner(part) for part in value])
    if kind is dict:
        return f"{{{', '.join(f'{inner(key)}: {inner(part)}' for key, part in value.items())}}}"
    if classes.get(kind.__name__) is kind:
        return declared(value, kind, inner)
    raise NoData


def declared(value, kind, inner):
    if issubclass(kind, enum.Enum):
        return f"{kind.__name__}.{value.name}"
    if dataclasses.is_dataclass(kind):
        names = [field.name for field in dataclasses.fields(kind)]
    elif issubclass(kind, tuple):
        names = kind._fields
    else:
        raise NoData
    return f"{kind.__name__}({', '.join(f'{name}={inner(getattr(value, name))}' for name in names)})"


def listed(parts):
    return f"[{', '.join(parts)}]"


CONTAINERS = {
    list: listed,
    tuple: lambda parts: f"({parts[0]},)" if len(parts) == 1 else f"({', '.join(parts)})",
    set: lambda parts: f"{{{', '.join(sorted(parts))}}}" if parts else "set()",
    frozenset: lambda parts: f"frozenset({listed(sorted(parts))})",
    collections.deque: lambda parts: f"deque({listed(parts)})",
}
