"""The text of a value: equal for values that Python's == does not tell apart and that are of one type.

So the items of dicts and sets have no order, and a dict is a dict of whatever class. An int and a float differ, and so do True
and 1, a list and a tuple; but where the hint says float, an int is told as a float, for Python takes it for one. No method that
an answer can define is called: not __eq__, __hash__, __repr__ or __iter__.
"""

import collections
import dataclasses
import datetime
import decimal
import enum
import fractions
import itertools
import json

PLAIN = (decimal.Decimal, fractions.Fraction, datetime.date, datetime.time, datetime.timedelta, complex, range)
MOST_YIELDED = 1_000


class Canon:
    """Tells values in the terms of a contract: `classes` are the ones it declares, by name."""

    def __init__(self, classes):
        self.names = {declared: name for name, declared in classes.items() if isinstance(declared, type)}

    def text(self, value, hint=None, outer=()):
        kind = type(value)
        if value is None or kind is bool:
            return str(value)
        if kind is int:
            return repr(float(value)) if is_float(hint) and abs(value) < 2**53 else repr(value)
        if kind is float:
            return repr(value)
        if kind is str:
            return json.dumps(value)
        if kind in (bytes, bytearray):
            return kind.__name__ + repr(bytes(value))
        if issubclass(kind, enum.Enum):
            return f"{self.name(kind)}.{object.__getattribute__(value, '_name_')}"
        if kind in PLAIN or issubclass(kind, PLAIN):
            return f"{kind.__name__}({json.dumps(str(value))})"
        for up, container in enumerate(outer):
            if container is value:
                return f"^{up}"
        return self.container(value, kind, hint or {}, (value, *outer))

    def container(self, value, kind, hint, outer):
        def inner(part, part_hint=None):
            return self.text(part, part_hint, outer)

        item = item_hint(hint)
        if issubclass(kind, tuple):
            items = tuple.__iter__(value)
            hints = hint.get("items") or itertools.repeat(item)
            texts = ",".join(inner(part, of) for part, of in zip(items, itertools.chain(hints, itertools.repeat(None))))
            return f"{self.name(kind) if kind in self.names else ''}({texts})"
        if issubclass(kind, list):
            return "[" + ",".join(inner(part, item) for part in list.__iter__(value)) + "]"
        if issubclass(kind, collections.deque):
            return "deque[" + ",".join(inner(part, item) for part in collections.deque.__iter__(value)) + "]"
        if issubclass(kind, dict):
            return "{" + ",".join(sorted(self.entries(value, hint, inner))) + "}"
        if issubclass(kind, (set, frozenset)):
            base = set if issubclass(kind, set) else frozenset
            return "set{" + ",".join(sorted(inner(part, item) for part in base.__iter__(value))) + "}"
        if isinstance(value, BaseException):
            return f"{self.error_name(kind)}(…)"
        if kind in ITERATORS or kind.__name__ == "generator":
            seen = list(itertools.islice(value, MOST_YIELDED))
            return "iterator[" + ",".join(inner(part, item) for part in seen) + "]"
        if dataclasses.is_dataclass(kind):
            fields = (field.name for field in dataclasses.fields(kind))
            hints = hint.get("fields", {})
            told = (f"{name}={inner(member(value, name), hints.get(name))}" for name in fields)
            return f"{self.name(kind)}({','.join(told)})"
        return self.name(kind)

    def entries(self, value, hint, inner):
        fields = hint.get("fields", {})
        for key, part in dict.items(value):
            key_hint = hint.get("key")
            part_hint = fields.get(key) if type(key) is str and fields else hint.get("value")
            yield f"{inner(key, key_hint)}:{inner(part, part_hint)}"

    def name(self, kind):
        return self.names.get(kind) or f"<{type.__getattribute__(kind, '__name__')}>"

    def error_name(self, kind):
        """An error's class, or the nearest class of Python's own or of the contract's that it is a kind of."""
        for known in type.mro(kind):
            if known in self.names:
                return self.names[known]
            if known.__module__ == "builtins":
                return known.__name__
        return "BaseException"

    def fits(self, value, hint, outer=()):
        """Whether a result is of the type that the hint says; an iterator is not looked into."""
        kind, of = type(value), hint["kind"]
        if of == "any":
            return True
        if of == "union":
            return any(self.fits(value, option, outer) for option in hint["options"])
        if of == "literal":
            return any(type(option) is kind and option == value for option in hint["values"])
        if of == "scalar":
            return fits_scalar(value, hint["name"])
        if any(container is value for container in outer):
            return True
        return self.container_fits(value, kind, hint, (value, *outer))

    def container_fits(self, value, kind, hint, outer):
        def each(parts, part_hint):
            return part_hint is None or all(self.fits(part, part_hint, outer) for part in parts)

        of, item = hint["kind"], item_hint(hint)
        if of == "list":
            return issubclass(kind, list) and each(list.__iter__(value), item)
        if of == "sequence":
            return issubclass(kind, (list, tuple, collections.deque, range)) and each(value, item)
        if of == "tuple":
            if not issubclass(kind, tuple):
                return False
            if hint.get("items") is None:
                return each(tuple.__iter__(value), item)
            parts = tuple(tuple.__iter__(value))
            return len(parts) == len(hint["items"]) and all(map(self.fits, parts, hint["items"], itertools.repeat(outer)))
        if of in ("set", "frozenset", "deque"):
            base = {"set": set, "frozenset": frozenset, "deque": collections.deque}[of]
            return issubclass(kind, base) and each(base.__iter__(value), item)
        if of == "dict":
            return issubclass(kind, dict) and each(dict.keys(value), hint["key"]) and each(dict.values(value), hint["value"])
        if of == "iterator":
            return hasattr(kind, "__iter__") and kind is not str
        return self.class_fits(value, kind, hint, outer)

    def class_fits(self, value, kind, hint, outer):
        fields = hint.get("fields", {})
        if hint["form"] == "TypedDict":
            required = {name for name in fields if name not in hint["optional"]}
            return (
                issubclass(kind, dict)
                and required <= set(dict.keys(value)) <= set(fields)
                and all(self.fits(part, fields[name], outer) for name, part in dict.items(value))
            )
        if self.names.get(kind) != hint["name"]:
            return False
        return all(self.fits(member(value, name), of, outer) for name, of in fields.items())


ITERATORS = tuple({type(iter(empty)) for empty in ([], (), "", {}, set(), range(0))} | {map, filter, zip, enumerate, reversed, itertools.chain})


def member(value, name):
    try:
        return object.__getattribute__(value, name)
    except AttributeError:
        return None


def is_float(hint):
    if not hint:
        return False
    if hint["kind"] == "union":
        names = [option.get("name") for option in hint["options"]]
        return "float" in names and "int" not in names
    return hint["kind"] == "scalar" and hint["name"] == "float"


def item_hint(hint):
    if not hint:
        return None
    if hint.get("kind") == "union":
        inner = [option for option in hint["options"] if "item" in option]
        return inner[0]["item"] if len(inner) == 1 else None
    return hint.get("item")


SCALARS = {
    "int": (int,),
    "str": (str,),
    "bool": (bool,),
    "bytes": (bytes,),
    "bytearray": (bytearray,),
    "complex": (complex, float, int),
    "Decimal": (decimal.Decimal,),
    "Fraction": (fractions.Fraction,),
    "date": (datetime.date,),
    "datetime": (datetime.datetime,),
    "time": (datetime.time,),
    "timedelta": (datetime.timedelta,),
    "float": (float, int),
}


def fits_scalar(value, name):
    kind = type(value)
    if name == "None":
        return value is None
    if kind is bool:
        return name in ("bool", "int", "float")
    return issubclass(kind, SCALARS[name])


def matches(value, stated):
    """Whether a value is what an example states in JSON, where 1 is 1.0 and a set is a list in any order."""
    kind = type(value)
    if kind is bool or value is None or stated is None or type(stated) is bool:
        return value is stated
    if issubclass(kind, enum.Enum):
        return matches(object.__getattribute__(value, "_value_"), stated)
    if kind in (int, float):
        return type(stated) in (int, float) and value == stated
    if kind is str:
        return type(stated) is str and value == stated
    if kind in (bytes, bytearray):
        return stated == list(value)
    if issubclass(kind, PLAIN) and kind is not range:
        return stated == str(value)
    if issubclass(kind, dict):
        return type(stated) is dict and same_members({key_text(key): part for key, part in dict.items(value)}, stated)
    if dataclasses.is_dataclass(kind):
        names = [field.name for field in dataclasses.fields(kind)]
        return type(stated) is dict and same_members({name: member(value, name) for name in names}, stated)
    if issubclass(kind, (set, frozenset)):
        return type(stated) is list and same_items_in_any_order(value, stated)
    if issubclass(kind, (list, tuple, collections.deque, range)) or kind in ITERATORS or kind.__name__ == "generator":
        parts = list(itertools.islice(iter(value), MOST_YIELDED))
        return type(stated) is list and len(parts) == len(stated) and all(map(matches, parts, stated))
    return False


def same_members(found, stated):
    return found.keys() == stated.keys() and all(matches(part, stated[name]) for name, part in found.items())


def same_items_in_any_order(found, stated):
    left = list(stated)
    for part in found:
        index = next((i for i, other in enumerate(left) if matches(part, other)), None)
        if index is None:
            return False
        del left[index]
    return not left


def key_text(key):
    return key if type(key) is str else json.dumps(key) if type(key) in (bool, int, float, type(None)) else str(key)
