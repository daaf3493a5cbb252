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

import os

import fixtures

from cloudlet.common import exception
from cloudlet import conf
from cloudlet.tests.unit import base


class FindConfigTestCase(base.TestCase):
    def test_file_in_the_home_folder(self):
        home = self.useFixture(fixtures.TempDir()).path
        path = os.path.join(home, '.config', 'cloudlet.conf')
        os.mkdir(os.path.dirname(path))
        with open(path, 'w'):
            pass
        self.assertEqual(path, conf.find_config({'HOME': home}))


class LoadTestCase(base.TestCase):
    def _write(self, text):
        folder = self.useFixture(fixtures.TempDir()).path
        path = os.path.join(folder, 'cloudlet.conf')
        with open(path, 'w', encoding='utf-8') as f:
            f.write(text)
        return path

    def test_empty_file_gives_defaults(self):
        self.assertEqual(conf.Options(), conf.load(self._write('')))

    def test_values(self):
        options = conf.load(self._write(
            '[scheduler]\n'
            'ram_allocation_ratio = 1.5\n'
            'reserved_host_memory = 2G\n'
            'enabled_filters = Enabled, Zone\n'
            'zones = north=3, south\n'))
        self.assertEqual(1.5, options.ram_allocation_ratio)
        self.assertEqual(2 * base.GIB, options.reserved_host_memory)
        self.assertEqual(('Enabled', 'Zone'), options.enabled_filters)
        self.assertEqual({'north': 3, 'south': 1}, options.zones)

    def test_unknown_option(self):
        path = self._write('[scheduler]\nrams = 2\n')
        error = self.assertRaises(exception.InvalidConfig, conf.load, path)
        self.assertIn('unknown option', str(error))
