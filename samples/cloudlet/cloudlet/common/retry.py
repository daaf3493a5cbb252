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

"""Try again when a call fails for a reason that may pass."""

import functools
import random
import time


def backoff(attempt, base=0.5, maximum=30.0, jitter=0.0):
    """Seconds to wait after a failed attempt, counted from 1."""
    delay = min(maximum, base * 2 ** (attempt - 1))
    if jitter:
        delay += random.uniform(0, jitter * delay)
    return delay


def retry_on(*errors, attempts=3, sleep=time.sleep, **how):
    """Decorate a function to be called again when it raises these errors.

    The last error reaches the caller when all attempts are used up.
    """
    def decorator(func):
        @functools.wraps(func)
        def wrapper(*args, **kwargs):
            for attempt in range(1, attempts + 1):
                try:
                    return func(*args, **kwargs)
                except errors:
                    if attempt == attempts:
                        raise
                    sleep(backoff(attempt, **how))
        return wrapper
    return decorator
