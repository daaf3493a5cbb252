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
from cloudlet.tests.unit import base


class CloudletExceptionTestCase(base.TestCase):
    def test_default_message(self):
        self.assertEqual('An unknown error occurred.',
                         str(exception.CloudletException()))

    def test_message_of_a_subclass(self):
        error = exception.InvalidSize(size='big')
        self.assertEqual('Size big is not a number with an optional unit.',
                         str(error))
        self.assertEqual({'size': 'big'}, error.kwargs)

    def test_own_message(self):
        error = exception.NoValidHost('out of hosts')
        self.assertEqual('out of hosts', str(error))
