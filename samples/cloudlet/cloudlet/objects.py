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

"""What the scheduler works with: servers to place and hosts to take them."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Server:
    name: str
    project: str
    memory: int
    vcpus: int = 1
    zone: str | None = None


@dataclasses.dataclass
class Host:
    name: str
    memory: int
    vcpus: int
    zone: str = 'default'
    enabled: bool = True
    servers: list = dataclasses.field(default_factory=list)

    @property
    def used_memory(self):
        return sum(server.memory for server in self.servers)

    @property
    def used_vcpus(self):
        return sum(server.vcpus for server in self.servers)

    def claim(self, server):
        self.servers.append(server)

    def release(self, name):
        """Forget a server; nothing happens when it is not here."""
        for server in self.servers:
            if server.name == name:
                self.servers.remove(server)
                break
