"""Tells the calls that cross the boundaries of parts while something runs that fails."""

import functools
import importlib
import json
import sys

from millwright_guest.canonical import Canon
from millwright_guest.observe import watch
from millwright_guest.run_tests import Results, run
from millwright_guest.source import source

# A failing check that makes more calls has named its parts long before.
MOST_CALLS = 500
# Of a call or a result, in characters; longer ones are not told.
MOST_LENGTH = 4_000

SEEN = []
CLASSES = {}


def trace(request):
    """JSON of the calls in the order in which they began: {part, call, returned}, null for what is no data and for no result."""
    try:
        types = importlib.import_module(request["types"])
        CLASSES.update({name: getattr(types, name) for name in request["declared"]})
        if "test" in request:
            run(request["test"], Failing())
        else:
            watch(request).look(request["call"], [])
    except BaseException:
        pass  # that it fails is known
    return json.dumps(SEEN)


def traced(part, name, inner):
    """The function, telling of each call of it; calls inside its own module are its own affair."""
    own = sys._getframe(1).f_globals

    @functools.wraps(inner)
    def outer(*args, **keywords):
        if sys._getframe(1).f_globals is own or len(SEEN) >= MOST_CALLS:
            return inner(*args, **keywords)
        seen = {"part": part, "call": text(lambda: called(name, args, keywords)), "returned": None}
        SEEN.append(seen)
        result = inner(*args, **keywords)
        seen["returned"] = text(lambda: source(result, CLASSES) and Canon(CLASSES).text(result))
        return result

    return outer


def called(name, args, keywords):
    given = [source(part, CLASSES) for part in args]
    return f"{name}({', '.join([*given, *(f'{key}={source(part, CLASSES)}' for key, part in keywords.items())])})"


def text(tell):
    try:
        told = tell()
        return told if len(told) <= MOST_LENGTH else None
    except Exception:
        return None


class Failing(Results):
    """Forgets the calls of tests that pass."""

    def startTest(self, test):
        self.before = len(SEEN)
        super().startTest(test)

    def stopTest(self, test):
        super().stopTest(test)
        if str(test.id()) not in self.faults:
            del SEEN[self.before :]
