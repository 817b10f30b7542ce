"""Runs one file of unittest tests inside the sandbox, and says in JSON what became of each test."""

import importlib.util
import json
import os
import sys
import unittest

FAULT_LENGTH = 600


class Results(unittest.TestResult):
    def __init__(self):
        super().__init__()
        self.faults = {}
        self.names = []

    def startTest(self, test):
        super().startTest(test)
        self.names.append(str(test.id()))

    def note(self, test, error):
        self.faults.setdefault(str(test.id()), f"{error[0].__name__}: {error[1]}"[:FAULT_LENGTH])

    def addError(self, test, err):
        self.note(test, err)

    addFailure = addError

    def addSubTest(self, test, subtest, err):
        if err is not None:
            self.note(test, err)

    def addSkip(self, test, reason):
        self.faults.setdefault(str(test.id()), f"skipped: {reason}")

    def addUnexpectedSuccess(self, test):
        self.faults.setdefault(str(test.id()), "succeeded, and was expected to fail")


def run_tests(path):
    results = Results()
    run(path, results)
    told = [{"name": name, "error": results.faults.pop(name, None)} for name in results.names]
    # A class or module whose set-up failed started no test.
    return json.dumps(told + [{"name": name, "error": error} for name, error in results.faults.items()])


def run(path, results):
    unittest.TestLoader().loadTestsFromModule(load(path)).run(results)


def load(path):
    """By its path, whatever its folders are called; what lies beside it can be imported."""
    sys.path.insert(0, os.path.abspath(os.path.join("/tmp/program", os.path.dirname(path))))
    os.chdir("/tmp/program")
    name = os.path.splitext(os.path.basename(path))[0]
    spec = importlib.util.spec_from_file_location(name, os.path.join("/tmp/program", path))
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module
