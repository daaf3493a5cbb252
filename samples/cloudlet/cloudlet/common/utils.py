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

"""Helpers that belong to no single part of cloudlet."""

import re
import unicodedata

from cloudlet.common import exception

_UNITS = {'': 1, 'K': 1024, 'M': 1024 ** 2, 'G': 1024 ** 3, 'T': 1024 ** 4}
_SIZE = re.compile(r'^\s*(\d+(?:\.\d+)?)\s*([KMGT]?)i?B?\s*$', re.IGNORECASE)


def parse_size(text):
    """Turn ``512``, ``1.5G`` or ``20 GiB`` into a number of bytes.

    :raises InvalidSize: if the text is anything else.
    """
    match = _SIZE.match(text)
    if match is None:
        raise exception.InvalidSize(size=text)
    number, unit = match.groups()
    return int(float(number) * _UNITS[unit.upper()])


def format_size(size):
    """Write a number of bytes the way people read it: ``1.5 GiB``."""
    for unit in ('B', 'KiB', 'MiB', 'GiB'):
        if size < 1024:
            break
        size /= 1024
    else:
        unit = 'TiB'
    if size == int(size):
        return '%d %s' % (size, unit)
    return '%.1f %s' % (size, unit)


def to_slug(name, max_length=63):
    """Make a host name label of any text, at most 63 characters long."""
    ascii_name = unicodedata.normalize('NFKD', name)
    ascii_name = ascii_name.encode('ascii', 'ignore').decode('ascii')
    slug = re.sub(r'[^a-z0-9]+', '-', ascii_name.lower()).strip('-')
    if not slug:
        return 'server'
    return slug[:max_length].rstrip('-')


def split_zones(text):
    """Read ``zone=weight`` pairs, as in ``north=2, south``."""
    zones = {}
    for item in text.split(','):
        name, sep, weight = item.strip().partition('=')
        if not name:
            continue
        zones[name] = int(weight) if sep else 1
    return zones
