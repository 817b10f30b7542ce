"""Looks for a small call on which two codes of one contract differ, and shrinks it with Hypothesis."""

import json
import re

from hypothesis import HealthCheck, Phase, given, seed, settings

from millwright_guest.generate import call_strategy
from millwright_guest.observe import watch
from millwright_guest.within import NO_END, TimeIsUp, within


def tell_apart(request):
    """JSON of the shortest differing call with both outcomes, else of null."""
    one, other = (watch(subject) for subject in request["subjects"])
    seconds = request["callSeconds"]
    found = []

    def compare(call):
        pair = [outcome(each, call, seconds) for each in (one, other)]
        if pair[0] != pair[1]:
            found.append({"call": call, "outcomes": pair})
        return pair[0] == pair[1]

    for call in request["calls"]:
        compare(call)
    search(request, compare)
    # The latest of equally long calls is shrunk furthest.
    found.reverse()
    return json.dumps(min(found, key=lambda each: (is_odd(each), len(each["call"]))) if found else None)


def is_odd(difference):
    """Whether one of the codes returned no data: who judges by a contract can seldom say what is right there."""
    return not all(re.fullmatch(r"returned (?!.*\bnan\b)[^;]*", outcome) for outcome in difference["outcomes"])


def search(request, is_same):
    @seed(request["seed"])
    @settings(
        max_examples=request["count"],
        phases=[Phase.generate, Phase.shrink],
        database=None,
        deadline=None,
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
    @given(call_strategy(request))
    def same(call):
        if not is_same(call):
            raise Difference

    try:
        same()
    except (MemoryError, RecursionError):
        raise
    except Exception:
        pass  # what was found is kept; that Hypothesis calls it flaky, too


class Difference(Exception):
    pass


def outcome(subject, call, seconds):
    """What a code does on one call; a call that takes too long is not waited for."""
    try:
        return within(seconds, lambda: subject.see(call, [])[0])
    except (TimeIsUp, MemoryError, RecursionError):
        return NO_END
