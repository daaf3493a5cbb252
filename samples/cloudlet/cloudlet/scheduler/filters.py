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

"""Filters say whether one host can take one server."""


class BaseFilter:
    """A filter that lets every host pass."""

    def __init__(self, options):
        self.options = options

    def host_passes(self, host, server):
        return True


class EnabledFilter(BaseFilter):
    def host_passes(self, host, server):
        return host.enabled


class RamFilter(BaseFilter):
    def host_passes(self, host, server):
        usable = host.memory - self.options.reserved_host_memory
        limit = usable * self.options.ram_allocation_ratio
        return host.used_memory + server.memory <= limit


class CpuFilter(BaseFilter):
    def host_passes(self, host, server):
        if server.vcpus > host.vcpus:
            # A server never gets more virtual CPUs than the host has real
            # ones, whatever the allocation ratio.
            return False
        limit = host.vcpus * self.options.cpu_allocation_ratio
        return host.used_vcpus + server.vcpus <= limit


class ZoneFilter(BaseFilter):
    def host_passes(self, host, server):
        if server.zone is None:
            return host.zone in self.options.zones or not self.options.zones
        return host.zone == server.zone


_FILTERS = {
    'Enabled': EnabledFilter,
    'Ram': RamFilter,
    'Cpu': CpuFilter,
    'Zone': ZoneFilter,
}


def load(options):
    """The filters that the options enable, in their order."""
    chosen = []
    for name in options.enabled_filters:
        try:
            chosen.append(_FILTERS[name](options))
        except KeyError:
            known = ', '.join(sorted(_FILTERS))
            raise ValueError('no filter %s, only %s' % (name, known))
    return chosen
