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

from cloudlet.common import exception
from cloudlet import quota
from cloudlet.tests.unit import base


class QuotaEngineTestCase(base.TestCase):
    def setUp(self):
        super().setUp()
        self.quotas = quota.QuotaEngine({'servers': 2})

    def test_reserve_within_the_limit(self):
        self.quotas.reserve('demo', servers=2, vcpus=4)
        self.assertEqual({'servers': 2, 'vcpus': 4, 'memory': 0},
                         self.quotas.usage('demo'))

    def test_reserve_over_the_limit(self):
        error = self.assertRaises(
            exception.OverQuota, self.quotas.reserve,
            'demo', servers=3, vcpus=99)
        self.assertIn('servers, vcpus', str(error))
        self.assertEqual(0, self.quotas.usage('demo')['servers'])

    def test_limit_of_one_project(self):
        self.quotas.set_limit('big', 'servers', 50)
        self.assertEqual(50, self.quotas.limits('big')['servers'])
        self.assertEqual(2, self.quotas.limits('demo')['servers'])

    def test_release(self):
        self.quotas.reserve('demo', servers=2)
        self.quotas.release('demo', servers=1)
        self.assertEqual(1, self.quotas.usage('demo')['servers'])
