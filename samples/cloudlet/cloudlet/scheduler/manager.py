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

"""Choose hosts for servers."""

import logging

from cloudlet.common import exception
from cloudlet.scheduler import filters

LOG = logging.getLogger(__name__)


class SchedulerManager:
    """Places servers on hosts within the quota of their projects."""

    def __init__(self, hosts, quotas, options, notifier=None):
        self.hosts = list(hosts)
        self.quotas = quotas
        self.options = options
        self.notifier = notifier
        self.filters = filters.load(options)

    def schedule(self, server):
        """Claim the best host for a server and return it.

        :raises OverQuota: if the project has no room left.
        :raises NoValidHost: if no host passes all filters.
        """
        deltas = {'servers': 1, 'vcpus': server.vcpus,
                  'memory': server.memory}
        self.quotas.reserve(server.project, **deltas)
        try:
            host = self._select(server)
        except exception.NoValidHost:
            self.quotas.release(server.project, **deltas)
            raise
        host.claim(server)
        self._notify('server.scheduled', server=server.name, host=host.name)
        return host

    def drain(self, host):
        """Disable a host and move its servers to others.

        The servers that fit nowhere else stay and are returned.
        """
        host.enabled = False
        stranded = []
        for server in list(host.servers):
            try:
                target = self._select(server)
            except exception.NoValidHost:
                LOG.warning('Server %s stays on %s', server.name, host.name)
                stranded.append(server)
                continue
            host.release(server.name)
            target.claim(server)
            self._notify('server.moved', server=server.name,
                         host=target.name)
        return stranded

    def _select(self, server):
        hosts = self.hosts
        for one in self.filters:
            hosts = [h for h in hosts if one.host_passes(h, server)]
            if not hosts:
                reason = '%s left no host' % type(one).__name__
                raise exception.NoValidHost(server=server.name, reason=reason)
        return min(hosts, key=self._weight)

    def _weight(self, host):
        zone = self.options.zones.get(host.zone, 1)
        return (host.used_memory / host.memory / zone, host.name)

    def _notify(self, event, **payload):
        if self.notifier is not None:
            self.notifier(event, payload)
