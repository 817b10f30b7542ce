"""Runs a code, other answers and mutants of it in one process, each loaded anew, and says where they do otherwise than the code."""

import gc
import importlib.util
import json
import signal
import sys
import time

from millwright_guest.mutants import mutants_of
from millwright_guest.observe import watch
from millwright_guest.within import NO_END, TimeIsUp, within

OUTCOME_LENGTH = 1_000
# Seconds of the processor's time for a call of the code itself, and for an answer, which has passed an examination.
CALL_SECONDS = 0.5
ANSWER_SECONDS = 1
# Seconds of the processor's time for a mutant: a run takes milliseconds, so one that takes as long as this is in a loop.
FEWEST_SECONDS = 0.1
# A mutant of a code that takes its time may take so many times as long.
TIMES = 2
# What a stopped mutant leaves behind takes its time, too.
CLEARING_SECONDS = 0.2


def observe_mutants(request):
    """JSON of {original, seen}: the outcomes of the code, and for each other answer and then mutant in the range the [place,
    outcome] of calls on which it does otherwise, be it only that the call's arguments are changed. Where all take long the last
    ones are not run."""
    program = Program(request)
    first, end = request["range"]
    answers = request["answers"]
    mutants = mutants_of(program.source, request["contract"]["types"], max(0, end - len(answers)))
    others = (answers + mutants)[first:end]
    began = time.process_time()
    original = program.outcomes()
    seconds = max(FEWEST_SECONDS, TIMES * (time.process_time() - began))
    seen = []
    for place, other in enumerate(others, first):
        if time.process_time() > request["seconds"]:
            break
        is_answer = place < len(answers)
        allowed = max(seconds, ANSWER_SECONDS) if is_answer else seconds
        end_after(allowed * 3 + CLEARING_SECONDS)
        seen.append(Comparison(program, original, is_answer).run(other, allowed))
    signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return json.dumps({"original": [told(outcome) for outcome, _ in original], "seen": seen})


def end_after(seconds):
    """Has the kernel end this process: a loop of the interpreter's own, in sum or list, is stopped by nothing else."""
    signal.signal(signal.SIGVTALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)


def told(outcome):
    return outcome[:OUTCOME_LENGTH]


class Program:
    """The program around a code, in whose place another text of it can be loaded."""

    def __init__(self, request):
        self.request = request
        self.file = importlib.util.find_spec(request["module"]).origin
        with open(self.file, encoding="utf-8", newline="") as opened:
            self.source = opened.read()

    def load(self, source):
        """Nothing that another text left behind in a module is in what this one finds."""
        with open(self.file, "w", encoding="utf-8", newline="") as opened:
            opened.write(source)
        package = self.request["module"].split(".")[0]
        for name in [name for name in sys.modules if name.split(".")[0] == package]:
            del sys.modules[name]
        return watch(self.request)

    def outcomes(self):
        """Of calls on which the code itself comes to no end, NO_END."""
        subject = self.load(self.source)
        return [ending(subject, call) for call in self.request["calls"]]


class Comparison:
    """An answer or a mutant held against the code, call by call; a mutant is left at the first stated call that it contradicts."""

    def __init__(self, program, original, is_answer):
        self.is_answer = is_answer
        self.program = program
        self.original = original
        self.place = 0
        self.found = []

    def run(self, source, seconds):
        try:
            within(seconds, lambda: self.compare(source))
        except TimeIsUp:
            self.note(NO_END)
        except (MemoryError, RecursionError):
            gc.collect()
            self.note(NO_END)
        return self.found

    def compare(self, source):
        try:
            subject = self.program.load(source)
        except (Exception, SystemExit, KeyboardInterrupt):
            return self.note("threw on load")
        for self.place, call in enumerate(self.program.request["calls"]):
            value, arguments = self.original[self.place]
            if value == NO_END:
                continue
            outcome, changed = look(subject, call)
            if (outcome, changed) == (value, arguments):
                continue
            self.note(told(outcome))
            if outcome != value and self.place < self.program.request["stated"] and not self.is_answer:
                return None
        return None

    def note(self, outcome):
        if not self.found or self.found[-1][0] != self.place:
            self.found.append([self.place, outcome])


def ending(subject, call):
    try:
        return within(CALL_SECONDS, lambda: look(subject, call))
    except TimeIsUp:
        return NO_END, ""


def look(subject, call):
    try:
        return subject.look(call, [])[:2]
    except (MemoryError, RecursionError):
        gc.collect()
        return NO_END, ""
