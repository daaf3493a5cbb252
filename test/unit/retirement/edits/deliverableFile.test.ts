import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { abandon, endLife, flagRetired, readDeliverable } from '../../../../src/retirement/edits/deliverableFile';
import { EditRefused, type EndOfLife } from '../../../../src/retirement/edits/lines/edit';
import { LineEdits, Lines } from '../../../../src/retirement/edits/lines/lines';
import { applied } from './treeOfFiles';

const PATH = 'deliverables/zed/solum.yaml';
const HASH = '0e690501b372134385ad30b4955cdf9d4e67c362';

/** The text after an edit. */
function edited(text: string, edit: (edits: LineEdits) => void): string {
  const edits = new LineEdits(new Lines(PATH, text));
  edit(edits);
  const made = edits.finish('test');
  if (made) assert.equal(applied(made), made.content);
  return made?.content ?? text;
}

const abandoned = (text: string): string => edited(text, abandon);

const flagged = (text: string, ...names: string[]): string =>
  edited(text, (edits) =>
    flagRetired(
      edits,
      names.map((name) => `openstack/${name}`),
    ),
  );

const eol: EndOfLife = { path: PATH, version: 'zed-eol', projects: [{ repo: 'openstack/solum', hash: HASH }] };

const ended = (text: string, ...tags: EndOfLife[]): string =>
  edited(text, (edits) => endLife(edits, tags.length > 0 ? tags : [eol]));

describe('files of deliverables', () => {
  it('an abandoned deliverable says so in place of its release model, or below its type', () => {
    assert.equal(
      abandoned('---\nrelease-model: cycle-with-rc\nteam: x\ntype: other\n'),
      '---\nrelease-model: abandoned\nteam: x\ntype: other\n',
    );
    assert.equal(
      abandoned('---\nteam: x\ntype: other\nreleases:\n'),
      '---\nteam: x\ntype: other\nrelease-model: abandoned\nreleases:\n',
    );
    assert.throws(() => abandoned('---\nteam: x\n'), EditRefused);
  });

  it('a retired repository gets its flag, and its neighbour does not', () => {
    assert.equal(
      flagged('repository-settings:\n  openstack/solum: {}\n  openstack/solum-ui: {}\nteam: x\n', 'solum'),
      'repository-settings:\n  openstack/solum:\n    flags:\n      - retired\n  openstack/solum-ui: {}\nteam: x\n',
    );
  });

  it('settings that are there keep their lines when the flag comes', () => {
    const head = 'repository-settings:\n  openstack/a:\n';
    for (const [before, expected] of [
      ['    pypi-name: a\n', '    pypi-name: a\n    flags:\n      - retired\n'],
      [
        '    flags:\n      - forced\n    pypi-name: a\n',
        '    flags:\n      - forced\n      - retired\n    pypi-name: a\n',
      ],
      ['    flags:\n      - retired\n', '    flags:\n      - retired\n'],
      ['    flags:\n    - forced\n', '    flags:\n    - forced\n    - retired\n'],
      ['', '    flags:\n      - retired\n'],
      ['    flags:\n      # why\n      - retired  # 2026\n', '    flags:\n      # why\n      - retired  # 2026\n'],
      [
        '    # a\n    flags:\n      - forced\n      # b\n      - x\n',
        '    # a\n    flags:\n      - forced\n      # b\n      - x\n      - retired\n',
      ],
    ] as const) {
      const tail = '  openstack/b: {}\n\n# the end\nteam: x\n';
      assert.equal(flagged(`${head}${before}${tail}`, 'a'), `${head}${expected}${tail}`, before);
    }
  });

  it('settings that are not written line by line, or not there, are refused', () => {
    for (const text of [
      'repository-settings:\n  openstack/a: {pypi-name: a}\n',
      'repository-settings:\n  openstack/a:\n    flags: [forced]\n',
      'repository-settings:\n  openstack/a:\n    flags:\n      - a b\n',
      'repository-settings:\n  openstack/a:\n    flags:\n    -forced\n',
      'repository-settings:\n  openstack/a:\n    flags\n',
      'repository-settings:\n  openstack/b: {}\n',
      'team: x\n',
    ]) {
      assert.throws(() => flagged(text, 'a'), EditRefused, text);
    }
  });

  it('an end of life is the last release, indented as the others', () => {
    const head = 'team: x\nreleases:\n';
    for (const indent of ['  ', '', '    ']) {
      const before = `${head}${indent}- version: 1.0.0\n${indent}  projects: []\n`;
      const tag =
        `${indent}- version: zed-eol\n${indent}  projects:\n` +
        `${indent}    - repo: openstack/solum\n${indent}      hash: ${HASH}\n`;
      for (const tail of ['', 'branches:\n  - name: x\n', '\n# why\nbranches:\n']) {
        assert.equal(ended(`${before}${tail}`), `${before}${tag}${tail}`, JSON.stringify([indent, tail]));
      }
    }
  });

  it('a version that is there is not added again, in whatever order its keys are', () => {
    const before = "releases:\n  - projects: []\n    version: 'zed-eol'\n";
    assert.equal(ended(before), before);
    const twice = ended('releases:\n  - version: 1.0.0\n', eol, eol);
    assert.equal(twice.split('zed-eol').length, 2);
  });

  it('a tag that is not safe to write down, or has nothing to follow, is refused', () => {
    const text = 'releases:\n  - version: 1.0.0\n';
    for (const wrong of [
      { ...eol, version: 'a\nb' },
      { ...eol, version: '' },
      { ...eol, projects: [] },
      { ...eol, projects: [{ repo: 'openstack/solum', hash: 'master' }] },
      { ...eol, projects: [{ repo: 'solum', hash: HASH }] },
    ]) {
      assert.throws(() => ended(text, wrong), EditRefused, JSON.stringify(wrong));
    }
    assert.throws(() => ended('team: x\n'), EditRefused);
    assert.throws(() => ended('releases: []\n'), EditRefused);
  });

  it('a deliverable has the repositories of its settings, else those of its releases', () => {
    const releases = 'releases:\n  - projects:\n      - hash: x\n        repo: openstack/b\n    version: zed-eol\n';
    const branches = 'branches:\n  - name: stable/zed\n';
    assert.deepEqual(readDeliverable(`repository-settings:\n  openstack/a: {}\n${releases}`), {
      repositories: [{ repository: 'openstack/a', line: 1 }],
      releases: 2,
      hasBranches: false,
      hasEndOfLife: true,
      isAbandoned: false,
    });
    assert.deepEqual(readDeliverable(`${releases}${branches}release-model: abandoned\n`), {
      repositories: [{ repository: 'openstack/b', line: 3 }],
      releases: 0,
      hasBranches: true,
      hasEndOfLife: true,
      isAbandoned: true,
    });
  });

  it('any deliverable changes only in its own lines, and not in a second run', () => {
    const blocks = fc.shuffledSubarray([
      'launchpad: x\n',
      'team: x\n',
      '# a comment\n\n',
      'release-model: cycle-with-rc\n',
      'branches:\n  - name: stable/zed\n    location: 1.0.0\n',
      'release-notes: https://docs.example.org\n',
    ]);
    const settings = fc
      .array(fc.constantFrom(': {}\n', ':\n    pypi-name: y\n', ':\n    flags:\n      - retired\n', ':\n'), {
        minLength: 1,
        maxLength: 4,
      })
      .map((all) => `repository-settings:\n${all.map((rest, i) => `  openstack/${'abcd'[i] ?? ''}${rest}`).join('')}`);
    const releases = fc
      .array(fc.constantFrom('1.0.0', '2.0.0', 'zed-eol', 'zed-eom'), { minLength: 1 })
      .map((all) => `releases:\n${all.map((one) => `  - version: ${one}\n    projects: []\n`).join('')}`);
    fc.assert(
      fc.property(blocks, settings, releases, fc.integer(), (some, settingsBlock, releasesBlock, seed) => {
        const all = [...some, settingsBlock, releasesBlock, 'type: other\n'];
        const turn = Math.abs(seed) % all.length;
        const text = [...all.slice(turn), ...all.slice(0, turn)].join('');
        const change = (before: string): string => ended(flagged(abandoned(before), 'a', 'c', 'x'));
        const once = change(text);
        assert.equal(change(once), once);
        const own =
          /^(?:release-model: .*| {2}openstack\/[ac]:.*| {4}flags:| {6}- retired| {2}- version: zed-eol| {4}projects:| {4}- repo: .*| {6}- repo: .*| {8}hash: .*)$/;
        const others = (lines: string): string[] => lines.split('\n').filter((line) => !own.test(line));
        assert.deepEqual(others(once), others(text));
        const read = readDeliverable(once);
        assert.ok(read.isAbandoned && read.hasEndOfLife);
        assert.deepEqual(
          read.repositories.map(({ repository }) => repository),
          readDeliverable(text).repositories.map(({ repository }) => repository),
        );
      }),
    );
  });
});
