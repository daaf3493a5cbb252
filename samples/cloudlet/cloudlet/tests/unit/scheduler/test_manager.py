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
from cloudlet import conf
from cloudlet import quota
from cloudlet.scheduler import manager
from cloudlet.tests.unit import base


class SchedulerManagerTestCase(base.TestCase):
    def setUp(self):
        super().setUp()
        self.small = self.host('small', memory=4 * base.GIB)
        self.large = self.host('large', memory=64 * base.GIB)
        self.quotas = quota.QuotaEngine()
        self.events = []
        self.manager = manager.SchedulerManager(
            [self.small, self.large], self.quotas, conf.Options(),
            notifier=lambda event, payload: self.events.append(event))

    def test_emptiest_host_wins(self):
        self.large.claim(self.server(memory=32 * base.GIB))
        host = self.manager.schedule(self.server('db'))
        self.assertIs(self.small, host)
        self.assertEqual(['db'], [s.name for s in host.servers])

    def test_no_valid_host_gives_the_quota_back(self):
        server = self.server(vcpus=16)
        error = self.assertRaises(
            exception.NoValidHost, self.manager.schedule, server)
        self.assertIn('CpuFilter', str(error))
        self.assertEqual(0, self.quotas.usage('demo')['servers'])

    def test_drain_moves_servers(self):
        server = self.server()
        self.small.claim(server)
        self.assertEqual([], self.manager.drain(self.small))
        self.assertEqual([server], self.large.servers)
        self.assertEqual(['server.moved'], self.events)
