// autopep8 for real: what it changes for one finding of flake8 ends it, and makes no other.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { removeFolder } from '../../scripts/lib/removeFolder';
import { runProcess } from '../../src/base/process';
import { diskFiles } from '../../src/project/files';
import type { Finding } from '../../src/style/findings/finding';
import { fixWithAutopep8, isForAutopep8 } from '../../src/style/tools/autopep8';
import { findTools } from '../../src/style/tools/findTools';
import { checkWithFlake8 } from '../../src/style/tools/flake8';
import { applyEdits } from '../unit/style/applyEdits';
import { toxFromFiles } from '../unit/style/toxFromFiles';
import { environmentWith } from './lab';

const TEXT = `import os
def first(a, b):
    x = os.path.join(a,
      b)
    if (a and
        b):
        return x>>2
    return {'é': a, 'b' : b}


    # behind two lines
    return None
class Second:

    def one(self):
        pass
    def two(self, a:int=3) :
        assert(a)
        return self.one( )  # x




@staticmethod

def third(): pass
x = [ 1,2 ]   # y
`;

describe('autopep8', () => {
  let root: string;

  before(async () => {
    root = mkdtempSync(join(tmpdir(), 'autopep8 with a space '));
    mkdirSync(join(root, '.tox'));
    symlinkSync(await environmentWith('flake8==7.3.0', 'autopep8==2.3.2'), join(root, '.tox/pep8'));
    // Settings of its own that would have it do something else.
    writeFileSync(
      join(root, 'tox.ini'),
      '[testenv:pep8]\ncommands = flake8\n[flake8]\nselect = E,W\nmax-line-length = 90\n',
    );
    writeFileSync(join(root, 'setup.cfg'), '[pycodestyle]\nignore = E3\nin-place = true\n');
  });
  after(() => removeFolder(root));

  it('autopep8 fixes a finding about whitespace and causes no other', async () => {
    const { found, autopep8 } = await findTools(root, diskFiles, toxFromFiles(diskFiles));
    assert.equal(autopep8?.file, join(root, '.tox/pep8/bin/autopep8'));
    const file = join(root, 'a.py');
    const check = (text: string): Promise<Finding[]> =>
      checkWithFlake8({ kind: 'text', file, text }, { root, command: found[0]!.command, run: runProcess });
    const findings = await check(TEXT);
    const wrong: string[] = [];
    const fixed = new Set<string>();
    for (const finding of findings.filter(isForAutopep8)) {
      const options = { root, command: autopep8, run: runProcess, maxLineLength: 90 };
      const edit = await fixWithAutopep8(finding, TEXT, options);
      const left = codesOf(edit ? await check(applyEdits(TEXT, [edit])) : findings);
      const codes = codesOf(findings);
      const isGone = countOf(left, finding.code) < countOf(codes, finding.code);
      const isNew = left.filter((code) => countOf(left, code) > countOf(codes, code));
      fixed.add(finding.code ?? '');
      if (!isGone || isNew.length > 0) {
        wrong.push(`${finding.code} in line ${finding.range.start.line + 1}: ${isNew.join()}`);
      }
    }
    assert.deepEqual(wrong, []);
    assert.ok(fixed.size >= 14, [...fixed].join());
  });
});

function codesOf(findings: readonly Finding[]): string[] {
  return findings.map(({ code }) => code ?? '');
}

function countOf(codes: readonly string[], code = ''): number {
  return codes.filter((one) => one === code).length;
}
