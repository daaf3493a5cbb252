import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { EditRefused, type Prepared, type StepParams } from '../../../../../src/retirement/edits/lines/edit';
import { removeInfraEdits } from '../../../../../src/retirement/edits/projectConfig';
import { after, inputOf, treeOfFiles } from '../treeOfFiles';

const MAIN = 'zuul/main.yaml';
const CHANNELS = 'gerritbot/channels.yaml';
const GERRIT = 'gerrit/projects.yaml';
const RETIRED = 'openstack/retired.config';

const entry = (name: string, acl?: string, description = 'A'): string =>
  `- project: ${name}\n  description: ${description}\n${acl ? `  acl-config: /home/gerrit2/acls/${acl}\n` : ''}`;

const OURS = entry('openstack/venus', RETIRED, 'RETIRED, a');

/** What leaving the infrastructure does for openstack/venus. */
function left(files: Record<string, string>, params: StepParams = {}, team?: string): Promise<Prepared> {
  const input = { ...inputOf('remove-infra', ['venus'], params), team };
  return removeInfraEdits(input, treeOfFiles({ [GERRIT]: OURS, ...files }));
}

const changed = async (path: string, text: string, more: Record<string, string> = {}): Promise<string | null> =>
  after(await left({ ...more, [path]: text }))[path] ?? text;

const refusedAt = (path: string, line: number) => (error: unknown) =>
  error instanceof EditRefused && error.path === path && error.line === line;

describe('a retired repository in zuul/main.yaml', () => {
  const tenant = (...lines: string[]): string =>
    `- tenant:\n    untrusted-projects:\n${lines.map((line) => `${line}\n`).join('')}`;

  it('every tenant forgets it, at every depth, and names that start like it stay', async () => {
    const text = tenant(
      '      - openstack/venus',
      '      - openstack/venus-dashboard',
      '      - include: []',
      '        projects:',
      '          - "openstack/venus"  # why',
      '          - openstack/a',
    );
    assert.equal(
      await changed(MAIN, text),
      tenant(
        '      - openstack/venus-dashboard',
        '      - include: []',
        '        projects:',
        '          - openstack/a',
      ),
    );
  });

  it('the mapping of a repository goes whole, with comments and empty lines inside', async () => {
    const mapping = ['      - openstack/venus:', '          # why', '', '# margin', "          include: ['job']"];
    const around = ['      - openstack/a', '      # about b', '      - openstack/b:', '          include: []'];
    const [a = '', ...b] = around;
    assert.equal(await changed(MAIN, tenant(a, ...mapping, ...b)), tenant(...around));
    assert.equal(await changed(MAIN, tenant(a, '      - openstack/venus: {include: []}', ...b)), tenant(...around));
  });

  it('a list that is emptied is noted once, at its key, and comments that name it are', async () => {
    const text = tenant(
      '      - openstack/venus',
      '      # also openstack/venus',
      '      - openstack/venus:',
      '          a: b',
    );
    const { notes } = await left({ [MAIN]: text });
    assert.deepEqual(notes, [
      { path: MAIN, line: 2, text: 'This list is empty now' },
      { path: MAIN, line: 4, text: 'A comment names openstack/venus' },
    ]);
  });

  it('a list with another item is not noted as empty', async () => {
    for (const other of [
      ['      - a/b', '      - openstack/venus'],
      ['      - openstack/venus', '', '      - a/b:', '          c: d'],
    ]) {
      assert.deepEqual((await left({ [MAIN]: tenant(...other) })).notes, []);
    }
  });

  it('another form of the repository is refused with its line, and lists in brackets without it stay', async () => {
    const forms = [
      '      - [openstack/a, openstack/venus]',
      '      - &v openstack/venus',
      '      - {openstack/venus: {}}',
      '      - shadow: openstack/venus',
    ];
    for (const form of forms) {
      await assert.rejects(left({ [MAIN]: tenant('      - a/b', form) }), refusedAt(MAIN, 4), form);
    }
    const others = tenant('      - [openstack/a, openstack/venus-b]', '      - *all', '      - &x openstack/c');
    assert.equal(await changed(MAIN, others), others);
  });
});

describe('a retired repository in gerritbot/channels.yaml', () => {
  const channel = (name: string, ...projects: string[]): string =>
    `${name}:\n  events:\n    - patchset-created\n  projects:\n${projects.map((project) => `    - ${project}\n`).join('')}  branches:\n    - master\n`;
  const other = channel('openstack-z', 'openstack/z');

  it('its lines go from every channel, and a channel without another project goes whole', async () => {
    const head = '# This file is sorted alphabetically by channel name.\n';
    const text = `${head}${channel('a', 'openstack/venus')}\n${channel('b', 'openstack/a', '"openstack/venus"', 'openstack/venus-x')}\n# c\n${channel('c', 'openstack/venus', 'openstack/venus')}\n${other}`;
    assert.equal(await changed(CHANNELS, text), `${head}${channel('b', 'openstack/a', 'openstack/venus-x')}\n${other}`);
    assert.equal(await changed(CHANNELS, `${other}\n${channel('zz', 'openstack/venus')}`), other);
  });

  it('a pattern keeps a channel as long as it matches a repository that is not retired', async () => {
    const text = `${channel('a', 'openstack/venus', '^openstack/venus.*')}\n${other}`;
    const retired =
      OURS +
      entry('openstack/venus-old', RETIRED, "'RETIRED, b'") +
      entry('openstack/venus-oldest', RETIRED, '>2-\n    RETIRED, c');
    assert.equal(await changed(CHANNELS, text, { [GERRIT]: retired }), other);
    const living = OURS + entry('openstack/venus-new');
    const kept = `${channel('a', '^openstack/venus.*')}\n${other}`;
    assert.equal(await changed(CHANNELS, text, { [GERRIT]: living }), kept);
    const odd = text.replace('^openstack/venus.*', '^openstack/[v]enus.*');
    assert.equal(await changed(CHANNELS, odd), `${channel('a', '^openstack/[v]enus.*')}\n${other}`);
  });

  it('a channel for all repositories stays', async () => {
    const text = channel('all', '^.*');
    assert.equal(await changed(CHANNELS, text), text);
  });

  it('other channels in any form stay, and one with the repository in brackets is refused', async () => {
    const odd = 'a:\n  projects: [openstack/a]\n  projects: *b\n\nb: &b\n  projects:\n    - openstack/c\n\n';
    assert.equal(await changed(CHANNELS, `${odd}${channel('c', 'openstack/venus')}\n${other}`), `${odd}${other}`);
    await assert.rejects(left({ [CHANNELS]: 'a:\n  projects: [openstack/venus]\n' }), refusedAt(CHANNELS, 2));
    await assert.rejects(left({ [CHANNELS]: 'a: &a\n  projects:\n    - openstack/venus\n' }), refusedAt(CHANNELS, 3));
    await assert.rejects(
      left({ [CHANNELS]: `${channel('a', 'openstack/venus')}  projects:\n    - b\n` }),
      refusedAt(CHANNELS, 8),
    );
  });
});

describe('ACLs that no repository uses any more', () => {
  const deleted = async (files: Record<string, string>, params: StepParams = {}): Promise<string[]> => {
    const { edits } = await left(files, params);
    return edits.filter(({ content }) => content === null).map(({ path }) => path);
  };

  it('the file that an entry used, and one named after the repository, go', async () => {
    const files = { 'gerrit/acls/openstack/team.config': 'a\n', 'gerrit/acls/openstack/venus.config': 'b\n' };
    assert.deepEqual(
      await deleted({ ...files, [GERRIT]: entry('openstack/venus', 'openstack/team.config') }),
      Object.keys(files),
    );
  });

  it('a file that another repository uses stays, also one that it uses by its name', async () => {
    const files = { 'gerrit/acls/openstack/team.config': 'a\n', 'gerrit/acls/openstack/venus.config': 'b\n' };
    const projects =
      entry('openstack/venus', 'openstack/team.config') +
      entry('openstack/x', 'openstack/venus.config') +
      entry('openstack/team');
    assert.deepEqual(await deleted({ ...files, [GERRIT]: projects }), []);
  });

  it('the file of retired repositories always stays, whatever is asked for', async () => {
    const files = { 'gerrit/acls/openstack/retired.config': 'a\n' };
    assert.deepEqual(
      await deleted(files, { alsoDeleteAclsIfUnused: ['retired.config', `gerrit/acls/${RETIRED}`] }),
      [],
    );
  });

  it('after an early flip a file with the name of the team is asked about, until there is an answer', async () => {
    const files = { 'gerrit/acls/openstack/venus-team.config': 'a\n' };
    const { edits, questions } = await left(files, {}, 'Venus Team');
    assert.deepEqual(edits, []);
    assert.deepEqual(questions, [
      {
        param: 'alsoDeleteAclsIfUnused',
        text: 'Which of these ACLs belonged to the repositories before they were closed, and can be deleted?',
        choices: ['openstack/venus-team.config'],
        many: true,
      },
    ]);
    for (const answer of [
      'venus-team.config',
      'openstack/venus-team.config',
      'gerrit/acls/openstack/venus-team.config',
    ]) {
      assert.deepEqual(await deleted(files, { alsoDeleteAclsIfUnused: [answer] }), Object.keys(files), answer);
    }
    const none = await left(files, { alsoDeleteAclsIfUnused: [] }, 'Venus Team');
    assert.deepEqual([none.edits, none.questions], [[], []]);
  });
});
