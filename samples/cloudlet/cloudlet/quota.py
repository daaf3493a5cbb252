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

"""How much a project may use."""

import logging

from cloudlet.common import exception

LOG = logging.getLogger(__name__)

UNLIMITED = -1
DEFAULTS = {'servers': 10, 'vcpus': 20, 'memory': 50 * 1024 ** 3}


class QuotaEngine:
    """Limits and usage of all projects, kept in memory."""

    def __init__(self, defaults=None):
        self._defaults = dict(DEFAULTS, **(defaults or {}))
        self._limits = {}
        self._usage = {}

    def limits(self, project):
        return dict(self._defaults, **self._limits.get(project, {}))

    def usage(self, project):
        return dict.fromkeys(self._defaults, 0) | self._usage.get(project, {})

    def set_limit(self, project, resource, limit):
        if resource not in self._defaults:
            raise ValueError('unknown resource %s' % resource)
        if limit < UNLIMITED:
            raise ValueError('a limit is at least %d' % UNLIMITED)
        self._limits.setdefault(project, {})[resource] = limit

    def check(self, project, **deltas):
        """Raise OverQuota if the project has no room for the deltas."""
        limits = self.limits(project)
        usage = self.usage(project)
        overs = []
        for resource, delta in deltas.items():
            limit = limits[resource]
            if limit == UNLIMITED:
                continue
            if usage[resource] + delta > limit:
                overs.append(resource)
        if overs:
            LOG.info('Project %s is over quota for %s', project, overs)
            raise exception.OverQuota(
                project=project, overs=', '.join(sorted(overs)))

    def reserve(self, project, **deltas):
        self.check(project, **deltas)
        usage = self._usage.setdefault(project, {})
        for resource, delta in deltas.items():
            usage[resource] = usage.get(resource, 0) + delta

    def release(self, project, **deltas):
        usage = self._usage.get(project)
        if usage is None:
            LOG.warning('Project %s has nothing to release', project)
            return
        for resource, delta in deltas.items():
            left = usage.get(resource, 0) - delta
            if left < 0:
                LOG.warning('Usage of %s would be negative', resource)
                left = 0
            usage[resource] = left

    def report(self, project):
        """Lines of text, one for each resource, for an operator."""
        usage = self.usage(project)
        for resource, limit in sorted(self.limits(project).items()):
            if limit == UNLIMITED:
                yield '%s: %d' % (resource, usage[resource])
            else:
                yield '%s: %d of %d' % (resource, usage[resource], limit)
