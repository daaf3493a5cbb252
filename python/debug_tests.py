"""Runs tests as `python -m testtools.run` does, for a debugger.

usage: debug_tests.py FILE

FILE is JSON: `modules` to load, and the names of what runs of them: all that
is at or below `names`, but for what is at or below `without`. Tests are picked
when their modules are loaded, for unittest applies load_tests (scenarios) to
whole modules only, and cannot load by name what ddt made of a method.

The debug console shows the text of testtools. The editor reads the results as
subunit v2 from the file that OPENSTACK_CONTRIBUTOR_RESULTS names.
"""
import json
import os
import re
import sys
import unittest

# As `python -m` has it: a script's own folder would stand here.
sys.path[0] = os.getcwd()

from subunit import StreamResultToBytes  # noqa: E402
from subunit.test_results import AutoTimingTestResultDecorator  # noqa: E402
import testtools  # noqa: E402
from testtools.testsuite import filter_by_ids, iterate_tests  # noqa: E402

# Stands for a module that could not be loaded: running it tells why.
FAILED = 'unittest.loader._FailedTest.'


def method_of(name):
    """`pkg.module.Class.test_x` of `pkg.module.Class.test_x(scenario)`."""
    return re.split(r'[(\[]', name, maxsplit=1)[0]


class Names:
    """The ids of loaded tests, by the dotted names that they are below."""

    def __init__(self, ids):
        self.ids = set(ids)
        self.below = {}
        for test_id in ids:
            parts = method_of(test_id).split('.')
            for end in range(len(parts) + 1):
                name = '.'.join(parts[:end])
                self.below.setdefault(name, []).append(test_id)

    def at(self, name):
        """At or below a name, or made of the method of that name."""
        if name in self.ids and name != method_of(name):
            return [name]
        return self.below.get(name) or self.made_of(name)

    def made_of(self, method):
        """ddt and parameterized put `test_x_1_value` in the place of `test_x`."""
        made = re.compile(re.escape(method) + r'_\d')
        siblings = self.below.get(method.rpartition('.')[0], [])
        return [test_id for test_id in siblings if made.match(test_id)]

    def wanted(self, names, without):
        picked = {test_id for test_id in self.ids if test_id.startswith(FAILED)}
        for name in names:
            # testscenarios' WithScenarios makes test_x(a) when test_x runs.
            found = self.at(name) or self.below.get(method_of(name), [])
            if not found:
                print('There is no test %s.' % name)
            picked.update(found)
        return picked.difference(*map(self.at, without))


def load(modules, names, without):
    suite = unittest.defaultTestLoader.loadTestsFromNames(modules)
    loaded = Names([test.id() for test in iterate_tests(suite)])
    return filter_by_ids(suite, loaded.wanted(names, without))


def run(suite, results):
    stream = StreamResultToBytes(results)
    # All that will run, as stestr does: a crash leaves tests without a word.
    for test in iterate_tests(suite):
        if not test.id().startswith(FAILED):
            stream.status(test_id=test.id(), test_status='exists')
    result = testtools.MultiTestResult(
        testtools.TextTestResult(sys.stdout),
        AutoTimingTestResultDecorator(
            testtools.ExtendedToStreamDecorator(stream)))
    result.startTestRun()
    try:
        suite.run(result)
    finally:
        result.stopTestRun()


# No sys.exit: debugpy stops at it as at any exception that nobody catches, so
# every run with a failing test would end in a stop.
if __name__ == '__main__':
    with open(sys.argv[1], encoding='utf-8') as file:
        suite = load(**json.load(file))
    with open(os.environ['OPENSTACK_CONTRIBUTOR_RESULTS'], 'wb', 0) as results:
        run(suite, results)
