"""Runs tests as `python -m testtools.run` does, for a debugger.

The debug console shows the text of testtools. The editor reads the results as
subunit v2 from the file that OPENSTACK_CONTRIBUTOR_RESULTS names.
"""
import os
import sys

# As `python -m` has it: a script's own folder would stand here.
sys.path[0] = os.getcwd()

from subunit import StreamResultToBytes  # noqa: E402
from subunit.test_results import AutoTimingTestResultDecorator  # noqa: E402
import testtools  # noqa: E402
import testtools.run  # noqa: E402


class Runner(testtools.run.TestToolsTestRunner):
    def run(self, test):
        with open(os.environ['OPENSTACK_CONTRIBUTOR_RESULTS'], 'wb', 0) as file:
            stream = testtools.ExtendedToStreamDecorator(StreamResultToBytes(file))
            result = testtools.MultiTestResult(
                testtools.TextTestResult(sys.stdout),
                AutoTimingTestResultDecorator(stream))
            result.startTestRun()
            try:
                return test.run(result)
            finally:
                result.stopTestRun()


# exit=False: debugpy stops at sys.exit(1) as at any exception that nobody
# catches, so every run with a failing test would end in a stop.
testtools.run.TestProgram(
    argv=sys.argv, testRunner=Runner, stdout=sys.stdout, exit=False)
