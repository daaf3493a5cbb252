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

from cloudlet.tests.unit import base


class HostTestCase(base.TestCase):
    def test_claim_counts(self):
        host = self.host()
        host.claim(self.server(memory=2 * base.GIB, vcpus=2))
        host.claim(self.server('db', memory=base.GIB))
        self.assertEqual(3 * base.GIB, host.used_memory)
        self.assertEqual(3, host.used_vcpus)

    def test_release(self):
        host = self.host()
        host.claim(self.server('web'))
        host.release('web')
        self.assertEqual([], host.servers)
