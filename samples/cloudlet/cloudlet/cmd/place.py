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

"""Show where servers would go, without a service that runs."""

import argparse
import sys

from cloudlet.common import exception
from cloudlet.common import utils
from cloudlet import conf
from cloudlet import objects
from cloudlet import quota
from cloudlet.scheduler import manager


def _parse_host(text):
    name, memory, vcpus = text.split(':')
    return objects.Host(name, utils.parse_size(memory), int(vcpus))


def _parse_server(text):
    name, memory, vcpus = text.split(':')
    return objects.Server(
        utils.to_slug(name), 'demo', utils.parse_size(memory), int(vcpus))


def main(argv=None):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--host', action='append', type=_parse_host,
                        required=True, metavar='NAME:MEMORY:VCPUS')
    parser.add_argument('server', nargs='+', type=_parse_server,
                        metavar='NAME:MEMORY:VCPUS')
    args = parser.parse_args(argv)

    path = conf.find_config()
    options = conf.load(path) if path else conf.Options()
    scheduler = manager.SchedulerManager(
        args.host, quota.QuotaEngine(), options)
    status = 0
    for server in args.server:
        try:
            host = scheduler.schedule(server)
        except exception.CloudletException as e:
            print(e, file=sys.stderr)
            status = 1
        else:
            memory = utils.format_size(server.memory)
            print('%s (%s) -> %s' % (server.name, memory, host.name))
    return status


if __name__ == '__main__':
    sys.exit(main())
