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

import fixtures
import testtools

from cloudlet import objects

GIB = 1024 ** 3


class TestCase(testtools.TestCase):
    """Base of all unit tests of cloudlet."""

    def setUp(self):
        super().setUp()
        self.log = self.useFixture(fixtures.FakeLogger())

    def server(self, name='web', memory=GIB, **kwargs):
        return objects.Server(name, 'demo', memory, **kwargs)

    def host(self, name='node-1', memory=16 * GIB, vcpus=4, **kwargs):
        return objects.Host(name, memory, vcpus, **kwargs)
