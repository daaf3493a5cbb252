/** A module of the sample with one finding of each kind that the tests look at. */
export const BAD_MODULE = `# SPDX-License-Identifier: Apache-2.0
"""Who asked for what."""

from cloudlet.common import exception, utils
import os
import sys


def names(servers):
    try:
        return [utils.parse_size(server) for server in servers]
    except:
        raise exception.CloudletException(os.name)
`;

/** What flake8 with hacking says about it: line, first and last character (0-based, exclusive), code. */
export const BAD_FINDINGS = ['4:0-44 H301', '6:7-10 F401', '12:4-10 E722', '12:4-11 H201'];
