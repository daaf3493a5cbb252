import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { removeFolder } from '../../../../scripts/lib/removeFolder';
import { UserError } from '../../../../src/base/errors';
import {
  isSlug,
  keepSections,
  needsReleaseNote,
  newReleaseNote,
  sectionsOf,
  usesReno,
} from '../../../../src/change/draft/releaseNotes';
import { diskFiles } from '../../../../src/project/files';

const ALL = ['prelude', 'features', 'issues', 'upgrade', 'deprecations', 'critical', 'security', 'fixes', 'other'];

describe('release notes', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'notes-'));
  });
  afterEach(() => removeFolder(root));
  function put(name: string, text: string): void {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }

  it('release notes are recognised by their folder, a configuration or a requirement', async () => {
    assert.equal(await usesReno(root, diskFiles), false);
    put('test-requirements.txt', 'renovate>=1\n# reno\n');
    assert.equal(await usesReno(root, diskFiles), false);
    put('doc/requirements.txt', 'sphinx\nreno>=3.1.0 # Apache-2.0\n');
    assert.equal(await usesReno(root, diskFiles), true);
  });

  it('release notes have the name and the sections that reno gives them', async () => {
    const file = await newReleaseNote(root, 'fix host weights', diskFiles, false);
    assert.match(relative(root, file), /^releasenotes\/notes\/fix-host-weights-[0-9a-f]{16}\.yaml$/);
    assert.deepEqual(await sectionsOf(readFileSync(file, 'utf8')), ALL);
  });

  it('release notes follow the project: folder, name of the prelude, template', async () => {
    put('releasenotes/config.yaml', '---\nnotesdir: mine\nprelude_section_name: release_summary\n');
    const file = await newReleaseNote(root, 'a', diskFiles, false);
    assert.match(relative(root, file), /^releasenotes\/mine\//);
    assert.equal((await sectionsOf(readFileSync(file, 'utf8')))[0], 'release_summary');
    put('releasenotes/config.yaml', 'template: |\n  ---\n  fixes:\n    - |\n      Text.\n\nbranch: x\n');
    assert.equal(
      readFileSync(await newReleaseNote(root, 'b', diskFiles, false), 'utf8'),
      '---\nfixes:\n  - |\n    Text.\n',
    );
    put('releasenotes/config.yaml', 'template: "---\\nfixes:\\n"\n');
    assert.equal(readFileSync(await newReleaseNote(root, 'c', diskFiles, false), 'utf8'), '---\nfixes:\n');
    put('releasenotes/config.yaml', '- notesdir\n');
    assert.match(relative(root, await newReleaseNote(root, 'd', diskFiles, false)), /^releasenotes\/notes\//);
  });

  it('release notes are refused if the configuration is not YAML, or leads elsewhere', async () => {
    const refused = async (reason: string, pattern: RegExp): Promise<void> => {
      const asExpected = (error: unknown): boolean =>
        error instanceof UserError && error.reason === reason && pattern.test(error.message);
      await assert.rejects(newReleaseNote(root, 'a', diskFiles, false), asExpected);
    };
    put('releasenotes/config.yaml', 'branch: x\nnotesdir: [\n');
    await refused('bad-yaml', /^releasenotes\/config\.yaml is no valid YAML at line \d: /);
    for (const elsewhere of ['../../../elsewhere', '/../../../elsewhere']) {
      put('releasenotes/config.yaml', `notesdir: ${elsewhere}\n`);
      await refused('notes-outside', /elsewhere/);
    }
  });

  it('release notes with a name that leads elsewhere are refused', async () => {
    for (const slug of ['../x', '--edit', '', 'a/b', 'x'.repeat(200), 'a\nb/']) assert.ok(!isSlug(slug), slug);
    await assert.rejects(
      newReleaseNote(root, '../x', diskFiles, false),
      (error) => error instanceof UserError && error.reason === 'bad-slug',
    );
  });

  it('release notes keep the selected sections as they are written', async () => {
    const note = '---\nprelude: >\n    Text\nfeatures:\n  - |\n    a: b\n"fixes":\n- >-\n  c\n  # no comment\n';
    assert.equal(await keepSections(note, ['fixes']), '---\n"fixes":\n- >-\n  c\n  # no comment\n');
    assert.equal(await keepSections(note, await sectionsOf(note)), note);
    assert.equal(await keepSections('plain', ['x']), 'plain');
    const odd = 'fixes:\n  - |\n    x\nupgrade: |\n  fixes:\n';
    assert.deepEqual(await sectionsOf(odd), ['fixes', 'upgrade']);
    await assert.rejects(sectionsOf('a: [\n'), (error) => error instanceof UserError && error.reason === 'bad-yaml');
  });

  it('release notes are missed if code changes without one', () => {
    assert.ok(needsReleaseNote(['nova/api/openstack.py']));
    assert.ok(needsReleaseNote(['etc/nova/policy.yaml', 'nova/tests/unit/test_a.py']));
    assert.ok(!needsReleaseNote(['nova/a.py', 'releasenotes/notes/x-0.yaml']));
    assert.ok(
      !needsReleaseNote([
        'nova/tests/unit/test_a.py',
        'doc/source/a.py',
        'tox.ini',
        '.zuul.yaml',
        'README.rst',
        'zuul.d/x.yaml',
      ]),
    );
    assert.ok(!needsReleaseNote([]));
  });
});
