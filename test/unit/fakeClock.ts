/** A clock that stands still until a test moves it: "nothing happens" is proved without waiting for it. */
import { mock } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach } from 'mocha';

/** Promises that follow each other within one step of a test. */
const TURNS = 20;

/** What Node calls a file that is opened, read or closed; a FileHandle is closed by a `CloseReq`. */
const FILE_WORK = /^(?:(?:FS|FileHandle).*Req|CloseReq)/;

/**
 * Replaces `setTimeout`, that of node:timers/promises as well, and `Date` in each test of the `describe` that calls it.
 * Not for tests that start a process or talk to a server: their time limits are timers too.
 * @returns moves the clock by so many milliseconds, then waits for the end of the work that this began
 */
export function useFakeClock(): (ms: number) => Promise<void> {
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout', 'Date'] }));
  afterEach(() => mock.timers.reset());
  return async (ms) => {
    mock.timers.tick(ms);
    for (let quiet = 0; quiet < TURNS; quiet++) {
      await turn();
      if (process.getActiveResourcesInfo().some((name) => FILE_WORK.test(name))) quiet = 0;
    }
  };
}
