import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { removeFolder } from '../../scripts/lib/removeFolder';
import { keepSections, newReleaseNote, sectionsOf } from '../../src/change/draft/releaseNotes';
import { diskFiles } from '../../src/project/files';
import { environmentWith } from './lab';
import { run } from './lib/run';

describe('reno', () => {
  let root: string;
  let reno: string;

  before(async () => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'reno-')));
    const environment = await environmentWith('reno==4.1.0');
    reno = join(environment, 'bin/reno');
    mkdirSync(join(root, '.tox'));
    symlinkSync(environment, join(root, '.tox/venv'));
    await run('git', ['init', '-q', '-b', 'master'], { cwd: root });
    // reno lint reads the history too.
    await run(
      'git',
      ['-c', 'user.name=A', '-c', 'user.email=a@example.org', 'commit', '-q', '--allow-empty', '-m', 'Begin'],
      { cwd: root },
    );
  });
  after(() => removeFolder(root));

  it('reno makes the note if the project has it', async () => {
    const file = await newReleaseNote(root, 'fix host weights', diskFiles, true);
    assert.match(relative(root, file), /^releasenotes\/notes\/fix-host-weights-[0-9a-f]{16}\.yaml$/);
    assert.match(readFileSync(file, 'utf8'), /List new features here, or remove this section/);
  });

  it("reno's sections are those that we write without it, in the same order", async () => {
    const theirs = readFileSync(await newReleaseNote(root, 'theirs', diskFiles, true), 'utf8');
    const ours = readFileSync(await newReleaseNote(root, 'ours', diskFiles, false), 'utf8');
    assert.deepEqual(await sectionsOf(ours), await sectionsOf(theirs));
  });

  it('reno accepts our notes, whole or in part, and we accept parts of its own', async () => {
    for (const [slug, mayRun] of [
      ['part', false],
      ['their-part', true],
    ] as const) {
      const file = await newReleaseNote(root, slug, diskFiles, mayRun);
      writeFileSync(file, await keepSections(readFileSync(file, 'utf8'), ['fixes', 'upgrade']));
    }
    await run(reno, ['lint'], { cwd: root });
  });

  const templates = {
    'a block': 'template: |\n  ---\n  fixes:\n    - |\n      What?\n\nprelude_section_name: top\n',
    'a folded one': 'template: >-\n  fixes:\n\n\n    - What?\n',
    'in quotes': '"template": "---\\nfixes:\\n  - \\x41\\n"  # so\n',
    'an alias': 'branch: &t "x: y"\ntemplate: *t\n',
  };
  for (const [name, text] of Object.entries(templates)) {
    it(`a release note follows the project's template as reno does: ${name}`, async () => {
      writeFileSync(join(root, 'reno.yaml'), text);
      const theirs = readFileSync(await newReleaseNote(root, 'a', diskFiles, true), 'utf8');
      const ours = readFileSync(await newReleaseNote(root, 'b', diskFiles, false), 'utf8');
      assert.equal(ours, theirs);
    });
  }
});
