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
from cloudlet.common import utils
from cloudlet.tests.unit import base


class ParseSizeTestCase(base.TestCase):
    def test_plain_number_is_bytes(self):
        self.assertEqual(512, utils.parse_size('512'))

    def test_units(self):
        self.assertEqual(2048, utils.parse_size('2k'))
        self.assertEqual(20 * 1024 ** 3, utils.parse_size(' 20 GiB '))

    def test_fraction(self):
        self.assertEqual(1536, utils.parse_size('1.5K'))

    def test_anything_else(self):
        self.assertRaises(exception.InvalidSize, utils.parse_size, 'big')


class ToSlugTestCase(base.TestCase):
    def test_accents_and_blanks(self):
        self.assertEqual('zurich-web-1', utils.to_slug('Zürich  Web 1'))

    def test_length(self):
        self.assertEqual('abc', utils.to_slug('abc defg', max_length=4))


class SplitZonesTestCase(base.TestCase):
    def test_weights(self):
        self.assertEqual({'north': 2, 'south': 1},
                         utils.split_zones('north=2, south'))
