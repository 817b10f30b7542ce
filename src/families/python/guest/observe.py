"""Runs inside the sandbox: checks answers, calls them on inputs, and says in text what was seen."""

import ast
import importlib
import json

from millwright_guest.canonical import Canon, matches
from millwright_guest.check import check
from millwright_guest.size import normal_size

SEEN_LENGTH = 200


def observe(request):
    """JSON of {flag, detail} for an answer that may not run, else of {size, seen}: for each call [outcome, fault or null]."""
    wrong = check(request["code"], request["contract"])
    if wrong:
        return flag(*wrong)
    size = normal_size(request["code"], request["contract"]["types"])
    try:
        subject = watch(request)
    except (MemoryError, RecursionError):
        raise
    except BaseException as error:
        return flag("throws-on-load", f"{type(error).__name__}: {beginning(error)}")
    calls = list(enumerate(request["calls"]))
    seen = [None] * len(calls)
    for index, call in reversed(calls) if request["backwards"] else calls:
        seen[index] = subject.see(call, request["stated"][index : index + 1])
    return json.dumps({"size": size, "seen": seen})


def watch(subject):
    """The function of a code that has been placed beside the guest, loaded and ready to be called."""
    types = importlib.import_module(subject["types"])
    classes = {name: getattr(types, name) for name in subject["declared"]}
    code = getattr(importlib.import_module(subject["module"]), subject["contract"]["name"])
    return Watch(code, subject, classes, vars(types))


def flag(red_flag, detail):
    return json.dumps({"flag": red_flag, "detail": detail})


def beginning(error):
    try:
        text = str(error)
        return text[:SEEN_LENGTH] if type(text) is str else ""
    except Exception:
        return ""


class Watch:
    """Calls one function and tells its outcomes."""

    def __init__(self, subject, request, classes, names):
        self.subject = subject
        self.result = request["result"]
        self.names = names
        self.canon = Canon(classes)

    def see(self, call, stated):
        outcome, changed, fault = self.look(call, stated)
        return [outcome + changed, fault]

    def look(self, call, stated):
        """What came of a call, what became of its arguments where that is anything, and what is wrong."""
        try:
            args, keywords = arguments(call, self.names)
        except Exception as error:
            return f"no arguments: {type(error).__name__}", "", None
        before = self.canon.text([args, keywords])
        outcome, fault = self.outcome(args, keywords, stated)
        after = self.canon.text([args, keywords])
        return outcome, "" if before == after else f"; arguments became {after}", fault

    def outcome(self, args, keywords, stated):
        """What was returned or thrown; and what is wrong with it: {type} or {found}, else null."""
        try:
            value = self.subject(*args, **keywords)
            if not self.canon.fits(value, self.result):
                text = self.canon.text(value)
                return f"returned {text}", {"type": text[:SEEN_LENGTH]}
            if stated:
                # An iterator can be read once only: it is told from a list of what it yields.
                value = listed(value) if self.result["kind"] == "iterator" else value
                text = self.canon.text(value, self.result)
                fault = None if matches(value, stated[0]) else {"found": text[:SEEN_LENGTH]}
                return self.told(text), fault
            value = listed(value) if self.result["kind"] == "iterator" else value
            return self.told(self.canon.text(value, self.result)), None
        except (MemoryError, RecursionError):
            raise
        except GeneratorExit:
            return "threw GeneratorExit", None
        except (Exception, SystemExit, KeyboardInterrupt) as error:
            name = f"threw {self.canon.error_name(type(error))}"
            return name, {"found": f"{name}: {beginning(error)}"} if stated else None

    def told(self, text):
        return f"returned {'iterator' if self.result['kind'] == 'iterator' else ''}{text}"


def listed(value):
    found = []
    for part in value:
        if len(found) == 1_000:
            break
        found.append(part)
    return found


def arguments(call, names):
    """What stands between the parentheses of a call, made afresh each time."""
    tree = ast.parse(call.strip(), mode="eval")
    tree.body.func = ast.copy_location(ast.Name("$take", ast.Load()), tree.body.func)
    code = compile(ast.fix_missing_locations(tree), "call", "eval")
    return eval(code, {**names, "$take": lambda *args, **keywords: (list(args), keywords)})
