/** Real retirements, where the samples of the place are there: what was merged, by the script that compares beside them. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, it } from 'mocha';
import { temporaryFolder } from '../../../../scripts/lib/cleanup';
import { root } from '../../../../scripts/lib/script';
import { folderTree } from '../../../../src/retirement/clones';
import { prepareEdits, readEditInput } from '../../../../src/retirement/edits';

const SAMPLES = join(root, '..', 'shared', 'samples', 'retirement');

interface Compare {
  readonly unpack: (caseFolder: string, out: string) => void;
  readonly compareCase: (
    caseFolder: string,
    produced: string,
  ) => { readonly report: readonly string[]; readonly total: number };
}

interface Case {
  readonly steps: readonly { readonly id: string }[];
}

const cases = existsSync(SAMPLES)
  ? readdirSync(SAMPLES).filter((name) => existsSync(join(SAMPLES, name, 'case.json')))
  : [];

describe('real retirements', () => {
  for (const name of cases) {
    it(`${name} is edited as it was merged`, async () => {
      const { unpack, compareCase } = (await import(pathToFileURL(join(SAMPLES, 'check_replay.mjs')).href)) as Compare;
      const out = temporaryFolder();
      const folder = join(SAMPLES, name);
      unpack(folder, out);
      const described = JSON.parse(readFileSync(join(folder, 'case.json'), 'utf8')) as Case;
      for (const step of described.steps) {
        const tree = join(out, 'before', step.id);
        const input = readEditInput({ ...described, ...step });
        const { edits, questions } = await prepareEdits(input, folderTree(tree));
        assert.deepEqual(questions, [], step.id);
        for (const { path, content } of edits) {
          rmSync(join(tree, path), { force: true });
          if (content === null) continue;
          mkdirSync(dirname(join(tree, path)), { recursive: true });
          writeFileSync(join(tree, path), content);
        }
        assert.deepEqual((await prepareEdits(input, folderTree(tree))).edits, [], `${step.id} once more`);
      }
      const { report, total } = compareCase(folder, join(out, 'before'));
      assert.ok(total > 5);
      assert.deepEqual(
        report.filter((line) => !line.startsWith('equal')),
        [],
      );
    }).timeout(30_000);
  }
});
