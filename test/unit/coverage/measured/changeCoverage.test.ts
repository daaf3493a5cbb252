import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { removeFolder } from '../../../../scripts/lib/removeFolder';
import { hashLines } from '../../../../src/base/lines';
import { changeCoverage } from '../../../../src/coverage/measured/changeCoverage';
import { editsSince } from '../../../../src/coverage/measured/editsSince';
import type { CoverageReport } from '../../../../src/coverage/report/coverageReport';
import { reportOf } from '../reportOf';

describe('coverage of a change whose files were edited since the report', () => {
  const measured = ['import os', '', 'def a():', '    one()', '    two()', '    three()', ''].join('\n');
  const base = { ref: 'gerrit/master', commit: 'c0ffee' };
  let folder: string;
  let report: CoverageReport;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'patch-'));
    const names = { 'a.py': { text: measured, missing: [5, 6] }, 'same.py': { text: measured, missing: [4] } };
    const { files, ...rest } = reportOf(names);
    report = { ...rest, files: files.map((file) => ({ ...file, path: join(folder, file.name) })) };
    for (const name of Object.keys(names)) writeFileSync(join(folder, name), measured);
  });
  afterEach(() => removeFolder(folder));

  /** As the view has it. `lines` are 1-based in the texts on disk, `isKnown`: whether the measured texts are. */
  async function patchNow(
    lines: Readonly<Record<string, readonly number[]>>,
    isKnown = true,
  ): Promise<ReturnType<typeof changeCoverage>> {
    const changed = new Map(Object.entries(lines).map(([name, list]) => [join(folder, name), list]));
    const texts = { hashesOf: () => Promise.resolve(isKnown ? hashLines(measured) : undefined) };
    return changeCoverage(report, changed, base, await editsSince(report, texts, (path) => changed.has(path)));
  }

  it('changed lines count as they are if nothing was edited', async () => {
    const patch = await patchNow({ 'a.py': [4, 5], 'same.py': [4] });
    assert.deepEqual([patch.lines, patch.missed, patch.edited], [3, 2, []]);
    assert.deepEqual(
      patch,
      changeCoverage(
        report,
        new Map([
          [join(folder, 'a.py'), [4, 5]],
          [join(folder, 'same.py'), [4]],
        ]),
        base,
      ),
    );
  });

  it('changed lines are followed when they moved, and edited ones are not judged', async () => {
    writeFileSync(
      join(folder, 'a.py'),
      measured.replace('import os', 'import os\nimport re\nimport sys').replace('three()', 'three(3)'),
    );
    // Changed are the two imports, and all of the function.
    const patch = await patchNow({ 'a.py': [2, 3, 5, 6, 7, 8], 'same.py': [4] });
    assert.deepEqual(
      patch.files.map(({ name, lines, missing }) => [name, lines, missing]),
      [
        ['a.py', [3, 4, 5], [5]],
        ['same.py', [4], [4]],
      ],
    );
    assert.deepEqual([patch.lines, patch.missed, patch.edited], [4, 2, ['a.py']]);
  });

  it('changed lines are not judged if the measured text is unknown', async () => {
    const patch = await patchNow({ 'a.py': [4, 5] }, false);
    assert.deepEqual([patch.lines, patch.missed, patch.percent, patch.edited], [0, 0, 100, ['a.py']]);
  });
});
