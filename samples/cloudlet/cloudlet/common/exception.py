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

"""Errors that callers of cloudlet can catch."""


class CloudletException(Exception):
    """Base of all errors; a subclass gives the text as ``msg_fmt``."""

    msg_fmt = 'An unknown error occurred.'

    def __init__(self, message=None, **kwargs):
        self.kwargs = kwargs
        super().__init__(message or self.msg_fmt % kwargs)


class InvalidConfig(CloudletException):
    msg_fmt = 'Option %(option)s in %(path)s is invalid: %(reason)s'


class InvalidSize(CloudletException):
    msg_fmt = 'Size %(size)s is not a number with an optional unit.'


class NoValidHost(CloudletException):
    msg_fmt = 'No host can take server %(server)s: %(reason)s'


class OverQuota(CloudletException):
    msg_fmt = 'Project %(project)s is over its quota for: %(overs)s'
