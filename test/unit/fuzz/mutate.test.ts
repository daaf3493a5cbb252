import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { makeInput } from '../../../fuzz/mutate';
import { Random } from '../../../fuzz/random';
import { samplesOf, TARGETS } from '../../../fuzz/targets';

describe('inputs for parsers', () => {
  const inputs = (seed: number): string[] =>
    Array.from({ length: 50 }, (_, at) =>
      makeInput([Buffer.from('[a]\nb = 12\n')], ['[a]', '='], new Random(seed, 'INI', at)).toString('latin1'),
    );

  it('inputs for parsers are the same for the same seed, and others for another', () => {
    assert.deepEqual(inputs(1), inputs(1));
    assert.notDeepEqual(inputs(1), inputs(2));
    assert.ok(new Set(inputs(1)).size > 40);
  });

  it('inputs for parsers have a sample for each, which it reads or refuses', async () => {
    for (const [name, target] of Object.entries(TARGETS)) {
      for (const sample of samplesOf(name).slice(0, 3)) {
        await new Promise((resolve) => resolve(target.read(sample, new Random(1)))).catch((error: unknown) =>
          assert.equal((error as Error).name, 'UserError', `${name}: ${String(error)}`),
        );
      }
    }
  });
});
