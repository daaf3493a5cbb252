import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, it } from 'mocha';
import { temporaryFolder } from '../../../../scripts/lib/cleanup';
import { KeepingError } from '../../../../src/base/keeping';
import type { Change } from '../../../../src/gerrit';
import { LastKnownChanges } from '../../../../src/retirement/status/lastKnown';
import { change, owner, patchSet, SERVER, withPatchSets, zuul } from './plans';

describe('the last known changes', () => {
  let folder: string;
  beforeEach(() => {
    folder = join(temporaryFolder(), 'retirement', 'changes');
  });

  const window = async (server = SERVER): Promise<LastKnownChanges> => {
    const known = new LastKnownChanges(folder);
    await known.load(server);
    return known;
  };
  const file = (): string => join(folder, readdirSync(folder)[0] ?? '');

  it('another window knows what was kept: state, votes and patch sets', async () => {
    const full = change({
      ...withPatchSets(patchSet(1, 'a'), patchSet(2, 'b', zuul)),
      votes: [{ label: 'Verified', value: -1, by: zuul }],
      requirements: [{ name: 'Verified', status: 'UNSATISFIED' }],
      submitted: 5,
      messages: [{ by: 1, text: 'long' }],
    });
    await new LastKnownChanges(folder).keep(SERVER, [full], 1000);
    const known = await window();
    assert.deepEqual({ ...known.get(SERVER, 1), messages: full.messages }, full);
    assert.deepEqual(
      [known.asOf(SERVER, [1]), known.asOf(SERVER, [2]), known.get(SERVER, 2)],
      [1000, undefined, undefined],
    );
    assert.equal((await window('https://other.example.org/')).get('https://other.example.org/', 1), undefined);
  });

  it('windows keep the changes of each other, and the newer answer of two', async () => {
    const [first, second] = [await window(), await window()];
    await first.keep(SERVER, [change(), change({ number: 2 })], 1000);
    await second.keep(SERVER, [change({ number: 2, status: 'MERGED' }), change({ number: 3 })], 2000);
    await first.keep(SERVER, [change({ number: 2 })], 1500);
    const known = await window();
    assert.deepEqual(
      [1, 2, 3].map((number) => [known.get(SERVER, number)?.status, known.asOf(SERVER, [number])]),
      [
        ['NEW', 1000],
        ['MERGED', 2000],
        ['NEW', 2000],
      ],
    );
    assert.equal(known.asOf(SERVER, [1, 2, 3]), 1000, 'the oldest of them');
    assert.equal(first.get(SERVER, 2)?.status, 'MERGED', 'and this window knows it too');
  });

  it('two answers that are kept at the same time are both known', async () => {
    const known = await window();
    await Promise.all([known.keep(SERVER, [change()], 1000), known.keep(SERVER, [change({ number: 2 })], 1000)]);
    assert.deepEqual([known.get(SERVER, 1)?.number, known.get(SERVER, 2)?.number], [1, 2]);
  });

  it('a file that is damaged, of another shape or too large counts as nothing, and is replaced', async () => {
    const kept = { asOf: 1, change: JSON.parse(JSON.stringify(change())) as object };
    await new LastKnownChanges(folder).keep(SERVER, [change()], 1000);
    const path = file();
    for (const text of [
      '',
      '{',
      'null',
      '{"asOf":1,"changes":[]}',
      JSON.stringify([{ ...kept, asOf: 'now' }]),
      JSON.stringify([{ ...kept, change: { ...kept.change, url: 'command:evil' } }]),
      JSON.stringify([{ ...kept, change: { ...kept.change, status: 'DRAFT' } }]),
      ' '.repeat(3 << 20),
    ]) {
      writeFileSync(path, text);
      assert.equal((await window()).get(SERVER, 1), undefined, text.slice(0, 80));
    }
    await new LastKnownChanges(folder).keep(SERVER, [change()], 1000);
    assert.equal((await window()).get(SERVER, 1)?.number, 1);
  });

  it('what a server fills to its limits can still be read, and the newest answers stay', async () => {
    const long = 'x'.repeat(50_000);
    const big = (number: number): Change =>
      change({
        number,
        subject: long,
        votes: Array.from({ length: 1000 }, (_, id) => ({ label: long, value: 1, by: { id, name: long } })),
        ...withPatchSets(...Array.from({ length: 500 }, (_, i) => patchSet(i + 1, 'a', { ...owner, name: long }))),
      });
    const known = new LastKnownChanges(folder);
    await known.keep(
      SERVER,
      Array.from({ length: 600 }, (_, i) => big(i + 10)),
      1000,
    );
    await known.keep(SERVER, [change()], 2000);
    assert.ok(statSync(file()).size <= 2 << 20);
    const again = await window();
    assert.equal(again.get(SERVER, 1)?.number, 1);
    assert.ok(again.get(SERVER, 10));
    assert.equal(again.get(SERVER, 10)?.current?.number, 500);
  });

  it('a change that could not be read again is left out', async () => {
    await new LastKnownChanges(folder).keep(SERVER, [change({ created: NaN }), change({ number: 2 })], 1000);
    assert.equal((JSON.parse(readFileSync(file(), 'utf8')) as unknown[]).length, 1);
  });

  it('a folder that cannot be made is told in words', async () => {
    mkdirSync(join(folder, '..', '..'), { recursive: true });
    writeFileSync(join(folder, '..'), '');
    await assert.rejects(new LastKnownChanges(folder).keep(SERVER, [change()], 1), KeepingError);
  });
});
