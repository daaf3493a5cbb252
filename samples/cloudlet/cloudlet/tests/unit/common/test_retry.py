# Licensed under the Apache License, Version 2.0 (the "License"); you may
# not use this file except in compliance with the License. You may obtain
# a copy of the License at
#
#      http://www.apache.org/licenses/LICENSE-2.0
#
# Unless required by applicable law or agreed to in writing, software
# distributed under the License is distributed on an "AS IS" BASIS, WITHOUT
# WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the
# License for the specific language governing permissions and limitations
# under the License.

import testtools

from cloudlet.common import retry
from cloudlet.tests.unit import base


class BackoffTestCase(base.TestCase):
    def test_doubles_up_to_the_maximum(self):
        delays = [retry.backoff(n, base=1, maximum=5) for n in (1, 2, 3, 4)]
        self.assertEqual([1, 2, 4, 5], delays)


class RetryOnTestCase(base.TestCase):
    def setUp(self):
        super().setUp()
        self.waits = []
        self.calls = 0

    def _flaky(self, failures):
        @retry.retry_on(OSError, attempts=3, sleep=self.waits.append, base=1)
        def call():
            self.calls += 1
            if self.calls <= failures:
                raise ConnectionError('try later')
            return 'done'
        return call

    def test_first_attempt_succeeds(self):
        self.assertEqual('done', self._flaky(failures=0)())
        self.assertEqual([], self.waits)

    def test_third_attempt_succeeds(self):
        self.assertEqual('done', self._flaky(failures=2)())
        self.assertEqual([1, 2], self.waits)

    def test_all_attempts_fail(self):
        with testtools.ExpectedException(ConnectionError):
            self._flaky(failures=9)()
        self.assertEqual(3, self.calls)
