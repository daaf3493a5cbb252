import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Relisting } from '../../../../src/testing/run/relisting';
import type { TestList } from '../../../../src/testing/run/runnerWords';
import { useFakeClock } from '../../fakeClock';

const listOf = (...ids: string[]): TestList => ({ ids, importProblems: [] });

/** Listings that end when the test says so, or when they are given up. */
class Listings {
  readonly log: string[] = [];
  readonly since: ReadonlySet<string>[] = [];
  readonly errors: unknown[] = [];
  idle: Promise<void> = Promise.resolve();
  private readonly ends: ((list: TestList) => void)[] = [];
  readonly relisting = new Relisting({
    all: (signal, since) => this.begin('all', signal, since),
    changed: async (files, signal, since) => void (await this.begin([...files].join(), signal, since)),
    idle: () => this.idle,
    onError: (error) => this.errors.push(error),
  });

  constructor(private readonly pass: (ms: number) => Promise<void>) {}

  /** What ends the listing of that number, which has begun by now. */
  async begun(count: number): Promise<(list: TestList) => void> {
    await this.pass(0);
    assert.equal(this.ends.length, count);
    return this.ends[count - 1]!;
  }

  private begin(what: string, signal: AbortSignal, since: ReadonlySet<string>): Promise<TestList> {
    this.log.push(what);
    this.since.push(since);
    return new Promise((resolve, reject) => {
      this.ends.push(resolve);
      signal.addEventListener('abort', () => {
        this.log.push(`${what} given up`);
        setImmediate(() => reject(new Error('the words of an interrupt')));
      });
    });
  }
}

describe('listing again', () => {
  const pass = useFakeClock();
  /** Writing has rested for long enough. */
  const rest = (): Promise<void> => pass(1000);

  it('a listing that was given up has the answer of the newer one', async () => {
    const listings = new Listings(pass);
    const first = listings.relisting.list();
    await listings.begun(1);
    const second = listings.relisting.list();
    (await listings.begun(2))(listOf('a'));
    assert.deepEqual([await first, await second], [listOf('a'), listOf('a')]);
    assert.deepEqual(listings.log, ['all', 'all given up', 'all']);
  });

  it('one listing starts for all written files, after writing has rested', async () => {
    const listings = new Listings(pass);
    for (const file of ['/a', '/b', '/a']) {
      listings.relisting.touch(file);
      await pass(999);
    }
    assert.deepEqual(listings.log, []);
    await pass(1);
    assert.deepEqual(listings.log, ['/a,/b']);
  });

  it('a listing starts after the one under way, which learns what it may not know', async () => {
    const listings = new Listings(pass);
    const list = listings.relisting.list();
    const end = await listings.begun(1);
    listings.relisting.touch('/a');
    await rest();
    assert.deepEqual([listings.log, [...listings.since[0]!]], [['all'], ['/a']]);
    end(listOf('x'));
    await list;
    (await listings.begun(2))(listOf());
    assert.deepEqual(listings.log, ['all', '/a']);
  });

  it('a waiting listing keeps nobody from giving up the one under way', async () => {
    const listings = new Listings(pass);
    const first = listings.relisting.list();
    await listings.begun(1);
    listings.relisting.touch('/a');
    await rest();
    const second = listings.relisting.list();
    (await listings.begun(2))(listOf('a'));
    assert.deepEqual([await first, await second], [listOf('a'), listOf('a')]);
  });

  it('a listing waits for the end of a run, and starts again when a run begins meanwhile', async () => {
    const listings = new Listings(pass);
    let end: () => void = () => undefined;
    listings.idle = new Promise((resolve) => (end = resolve));
    listings.relisting.touch('/a');
    await rest();
    assert.deepEqual(listings.log, []);
    end();
    await listings.begun(1);
    listings.idle = new Promise((resolve) => (end = resolve));
    listings.relisting.pause();
    listings.relisting.touch('/b');
    await rest();
    assert.deepEqual(listings.log, ['/a', '/a given up']);
    end();
    (await listings.begun(2))(listOf());
    assert.deepEqual(listings.log.slice(2), ['/b,/a']);
    assert.deepEqual(listings.errors, []);
  });

  it('a list that somebody waits for is finished when a run begins', async () => {
    const listings = new Listings(pass);
    const list = listings.relisting.list();
    const end = await listings.begun(1);
    listings.relisting.pause();
    end(listOf('a'));
    assert.deepEqual(await list, listOf('a'));
  });

  it('a listing of all tests replaces the files that wait', async () => {
    const listings = new Listings(pass);
    listings.relisting.touch('/a');
    await rest();
    await listings.begun(1);
    const list = listings.relisting.list();
    (await listings.begun(2))(listOf('a'));
    await list;
    await rest();
    assert.deepEqual(listings.log, ['/a', '/a given up', 'all']);
  });

  it('a listing fails with what kept the runner from it, and ends with its root', async () => {
    const listings = new Listings(pass);
    const failing = new Relisting({ ...NOTHING, all: () => Promise.reject(new Error('no stestr')) });
    await assert.rejects(failing.list(), /no stestr/);
    const list = listings.relisting.list();
    await listings.begun(1);
    listings.relisting.dispose();
    await assert.rejects(list, { reason: 'stopped' });
  });
});

const NOTHING = {
  all: () => Promise.resolve(listOf()),
  changed: () => Promise.resolve(),
  idle: () => Promise.resolve(),
  onError: () => undefined,
};
