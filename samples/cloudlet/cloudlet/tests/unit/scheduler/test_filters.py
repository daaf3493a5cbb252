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

from cloudlet import conf
from cloudlet.scheduler import filters
from cloudlet.tests.unit import base


class FiltersTestCase(base.TestCase):
    def test_enabled(self):
        one = filters.EnabledFilter(conf.Options())
        self.assertTrue(one.host_passes(self.host(), self.server()))
        self.assertFalse(
            one.host_passes(self.host(enabled=False), self.server()))

    def test_ram_keeps_the_reserve(self):
        one = filters.RamFilter(conf.Options(reserved_host_memory=base.GIB))
        host = self.host(memory=4 * base.GIB)
        self.assertTrue(
            one.host_passes(host, self.server(memory=3 * base.GIB)))
        self.assertFalse(
            one.host_passes(host, self.server(memory=4 * base.GIB)))

    def test_ram_is_oversubscribed(self):
        one = filters.RamFilter(conf.Options(ram_allocation_ratio=2.0))
        host = self.host(memory=4 * base.GIB)
        self.assertTrue(
            one.host_passes(host, self.server(memory=7 * base.GIB)))

    def test_cpu(self):
        one = filters.CpuFilter(conf.Options(cpu_allocation_ratio=1.0))
        host = self.host(vcpus=2)
        self.assertTrue(one.host_passes(host, self.server(vcpus=2)))
        host.claim(self.server(vcpus=1))
        self.assertFalse(one.host_passes(host, self.server(vcpus=2)))


class LoadTestCase(base.TestCase):
    def test_order_of_the_options(self):
        chosen = filters.load(conf.Options(enabled_filters=('Cpu', 'Ram')))
        self.assertEqual([filters.CpuFilter, filters.RamFilter],
                         [type(one) for one in chosen])
