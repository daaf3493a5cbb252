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

"""The options of cloudlet, read from an INI file."""

import configparser
import dataclasses
import os

from cloudlet.common import exception
from cloudlet.common import utils

DEFAULT_PATH = '/etc/cloudlet/cloudlet.conf'


@dataclasses.dataclass(frozen=True)
class Options:
    ram_allocation_ratio: float = 1.0
    cpu_allocation_ratio: float = 4.0
    reserved_host_memory: int = 512 * 1024 ** 2
    enabled_filters: tuple = ('Enabled', 'Ram', 'Cpu')
    zones: dict = dataclasses.field(default_factory=dict)


def _as_ratio(text):
    ratio = float(text)
    if ratio <= 0:
        raise ValueError('must be greater than 0')
    return ratio


def _as_names(text):
    return tuple(name.strip() for name in text.split(',') if name.strip())


_READERS = {
    'ram_allocation_ratio': _as_ratio,
    'cpu_allocation_ratio': _as_ratio,
    'reserved_host_memory': utils.parse_size,
    'enabled_filters': _as_names,
    'zones': utils.split_zones,
}


def find_config(environ=os.environ):
    """The first existing file: $CLOUDLET_CONF, the user's, the system's."""
    candidates = [environ.get('CLOUDLET_CONF')]
    home = environ.get('HOME')
    if home:
        candidates.append(os.path.join(home, '.config', 'cloudlet.conf'))
    candidates.append(DEFAULT_PATH)
    for path in candidates:
        if path and os.path.exists(path):
            return path
    return None


def load(path):
    """Read the section [scheduler] of a file.

    :raises InvalidConfig: if an option is unknown or has no usable value.
    """
    parser = configparser.ConfigParser(interpolation=None)
    parser.read(path, encoding='utf-8')
    values = {}
    if parser.has_section('scheduler'):
        for option, text in parser.items('scheduler'):
            if option not in _READERS:
                raise exception.InvalidConfig(
                    option=option, path=path, reason='unknown option')
            try:
                values[option] = _READERS[option](text)
            except (ValueError, exception.InvalidSize) as e:
                raise exception.InvalidConfig(
                    option=option, path=path, reason=e)
    return Options(**values)
