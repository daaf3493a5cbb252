/** The edits of a retirement, over small repositories with damage. */
import assert from 'node:assert/strict';
import { UserError } from '../../src/base/errors';
import { MAX_YAML_BYTES, readYaml } from '../../src/base/yaml';
import { EDIT_STEPS, type EditStep, type FileEdit, prepareEdits, readEditInput } from '../../src/retirement/edits';
import { EditRefused } from '../../src/retirement/edits/lines/edit';
import { applied, treeOfFiles } from '../../test/unit/retirement/edits/treeOfFiles';
import { type Targets, text } from './target';

type Files = Readonly<Record<string, string>>;

const ZUUL = 'zuul.d/projects.yaml';
const MAIN = 'zuul/main.yaml';
const GERRIT = 'gerrit/projects.yaml';
const CHANNELS = 'gerritbot/channels.yaml';
const PROJECTS = 'reference/projects.yaml';
const LEGACY = 'reference/legacy.yaml';
const SIGS = 'reference/sigs-repos.yaml';
const INACTIVE = 'reference/emerging-technology-and-inactive-projects.rst';

const PROJECT_CONFIG: Files = {
  [ZUUL]: `# head

- project:
    name: openstack/nova
    templates:
      - official-openstack-repo-jobs

# about venus
- project:
    # why
    name: 'openstack/venus'
    queue: venus
    templates:
     - publish-to-pypi
    check:
      jobs:
        - venus-tox:
            vars: {x: 1}

- project:
  name: ^openstack/venus-.*
  templates:
  - noop-jobs
`,
  [MAIN]: `- tenant:
    name: openstack
    source:
      gerrit:
        untrusted-projects:
          # openstack/venus is told of here
          - openstack/venus
          - openstack/venus-dashboard:
              include: [job]

              # a
              exclude: []
          - include: []
            projects:
              - "openstack/venus-dashboard" # c
          - openstack/zun
`,
  [GERRIT]: `- project: openstack/nova
  description: Compute
  acl-config: /home/gerrit2/acls/openstack/shared.config
- project: openstack/venus
  description: A service that is told of in a line that is folded because it is
    longer than the others
  groups:
    - venus
  options:
    - translate
# why
- project: "openstack/venus-dashboard"
  description: 'It''s a dashboard'
  acl-config: /home/gerrit2/acls/openstack/venus.config
  use-storyboard: true
- project: x/y
  description: >-
      DEPRECATED, folded
      text
`,
  [CHANNELS]: `# sorted
venus:
  projects:
    - openstack/venus
    - ^openstack/venus-.*
  branches:
    - master

zun:
  projects: [a]
openstack-x:
  events:
    - change-merged
  projects:
    - openstack/venus-dashboard # b
    - openstack/zun
`,
  'gerrit/acls/openstack/venus.config': '[access]\n',
  'gerrit/acls/openstack/shared.config': '[access]\n',
};

const GOVERNANCE: Files = {
  [PROJECTS]: `---
nova:
  ptl:
    name: 'Ünï'
  deliverables:
    nova:
      repos:
        - openstack/nova
Venus:
  ptl:
    name: A
    irc: a
  appointed:
    - flamingo
  irc-channel: openstack-venus
  service: Logs
  mission: >
    To *do*: - it
  url: https://wiki.openstack.org/wiki/Venus
  deliverables:
    venus:
      release-management: none
      repos:
        - openstack/venus
        - openstack/venus-specs
    # about it
    venus-dashboard:
      repos:
        - "openstack/venus-dashboard"
      tags:
        - x
`,
  [LEGACY]: `---
# head
akanda:
  partial: yes
  deliverables:
    akanda:
      retired-on: 2016-01-01
      repos:
        - openstack/akanda

venus:
  partial: yes
  deliverables:
    old:
      repos:
        - openstack/venus-old
      retired-on: 2016-11-24

zaqar:
  retired-on: 2016-11-24
  deliverables:
    zaqar:
      repos: [openstack/zaqar]
`,
  [SIGS]: `---
PowerVM:
  - repo: openstack/nova-powervm
  - repo: openstack/venus-sig
    x: y
`,
  [INACTIVE]: `=====
Title
=====

Current Inactive Projects
-------------------------

* Venus (Logs)
  and more
* Zun

Timeline
--------
`,
};

const HASH = '0e690501b372134385ad30b4955cdf9d4e67c362';
const deliverable = (rest: string): string =>
  `---\nteam: venus\ntype: other\nrepository-settings:\n  openstack/venus: {}\n  openstack/venus-dashboard:\n    flags:\n      - no-artifact\n${rest}`;
const RELEASED = `releases:
  - version: 1.0.0
    projects:
      - repo: openstack/venus
        hash: ${HASH}
branches:
  - name: stable/2026.1
    location: 1.0.0
`;
const RELEASES: Files = {
  'data/series_status.yaml':
    '---\n- name: hibiscus\n  release-id: 2026.2\n  status: development\n- name: gazpacho\n  release-id: 2026.1\n  status: maintained\n- name: xena\n  status: end of life\n',
  'deliverables/hibiscus/venus.yaml': deliverable(''),
  'deliverables/gazpacho/venus.yaml': deliverable(RELEASED),
  'deliverables/_independent/venus-tools.yaml': deliverable('release-model: independent\n'),
};
const TAGGED = {
  abandon: ['deliverables/_independent/venus-tools.yaml'],
  flagRetired: ['deliverables/_independent/venus-tools.yaml', 'deliverables/gazpacho/venus.yaml'],
  delete: ['deliverables/hibiscus/venus.yaml'],
  tags: [
    {
      path: 'deliverables/gazpacho/venus.yaml',
      version: '2026.1-eol',
      projects: [{ repo: 'openstack/venus', hash: HASH }],
    },
  ],
};

const REQUIREMENTS: Files = {
  'projects.txt': 'openstack/nova\nopenstack/venus\nopenstack/venus-dashboard\n',
  'global-requirements.txt':
    '## section:general\n\n# why\nvenus>=1.0 # Apache-2.0\n\nvenus_dashboard\nx==1;python_version<"3"\n\n# last\nVenus-Specs\n',
  'upper-constraints.txt': 'venus===1.0\nx===2\nvenus.dashboard===3\n',
  'denylist.txt': '# a\nvenus\n\nx\n',
};

const DOCS: Files = {
  'tools/www-generator.py':
    "_IGNORED_REPOS = [\n    'openstack/releases',\n]\n\n_RETIRED_REPOS = [\n    'openstack/anchor',\n    # why\n    \"openstack/qinling\",\n    'openstack/zaqar'\n]\n\n\ndef main():\n    return 0\n",
};

const CONTENT: Files = {
  '.gitreview': '[gerrit]\nhost=review.opendev.org\nproject=openstack/venus.git\n',
  'README.rst': 'Venus\n=====\n',
  'setup.py': 'import setuptools\n',
};

/** A sample: the step in a line of JSON, then the files, each below a line with its path. */
function written(step: EditStep, files: Files, params: object = {}, more: object = {}): string {
  const input = { step, repo: 'openstack/venus', team: 'Venus', date: '2026-07-05', cycle: 'hibiscus', ...OURS };
  const texts = Object.entries(files).map(([path, content]) => `${HEAD}${path}\n${content}`);
  return [`${JSON.stringify({ ...input, params, ...more })}\n`, ...texts].join('');
}

const OURS = { repositories: ['openstack/venus', 'openstack/venus-dashboard', 'openstack/venus-specs'] };
const ONE = { repositories: ['openstack/venus'] };
const HEAD = '==> ';

function read(content: string, fallback: string): { readonly input: unknown; readonly files: Record<string, string> } {
  const end = content.indexOf('\n');
  const [, ...parts] = content.slice(end).split(`\n${HEAD}`);
  const input = jsonOf(content.slice(0, Math.max(end, 0)));
  if (typeof input === 'object' && parts.length > 0) return { input, files: filesOf(parts) };
  // A text without files: it stands for one of them, which its length chooses.
  const whole = read(fallback, fallback);
  const paths = Object.keys(whole.files);
  return { ...whole, files: { ...whole.files, [paths[content.length % paths.length] ?? '']: withEnd(content) } };
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

const filesOf = (parts: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    parts.flatMap((part, i): [string, string][] => {
      const end = part.indexOf('\n');
      const path = part.slice(0, Math.max(end, 0));
      const content = part.slice(end + 1);
      // The line end before the next path is of the file, too. The rules refuse a last line without one: not too often.
      const isCut = content !== '' && (i < parts.length - 1 || content.length % 4 > 0);
      return isInTree(path) ? [[path, isCut ? withEnd(content) : content]] : [];
    }),
  );

const withEnd = (content: string): string => (content.endsWith('\n') ? content : `${content}\n`);

/** Git has no file with another path. */
const isInTree = (path: string): boolean => !path.split('/').some((part) => ['', '.', '..'].includes(part));

/** Edits that are what their hunks say, leave YAML what it was, and leave nothing to do for a second time. */
async function checkEdits(content: string, fallback: string): Promise<void> {
  const { input, files } = read(content, fallback);
  const step = readEditInput(input);
  const { edits, questions } = await prepareEdits(step, treeOfFiles(files));
  const paths = edits.map(({ path }) => path);
  assert.deepEqual(paths, [...new Set(paths)].sort(), 'ordered by path, one for each file');
  const after = new Map(Object.entries(files));
  let wereYaml = true;
  for (const path of Object.keys(files)) wereYaml &&= await isYaml(path, files[path]);
  for (const edit of edits) {
    const { path, content: now } = edit;
    assert.ok(isInTree(path), path);
    checkEdit(edit, files[path]);
    if (wereYaml) assert.ok(await isYaml(path, now), `${path} is no YAML any more:\n${now}`);
    if (now === null) after.delete(path);
    else after.set(path, now);
  }
  if (questions.length > 0) return;
  const again = await prepareEdits(step, treeOfFiles(Object.fromEntries(after)));
  assert.deepEqual(again.edits, [], 'a second time');
}

function checkEdit(edit: FileEdit, had: string | undefined): void {
  const { path, before, content } = edit;
  if (content === null) {
    assert.ok(had !== undefined && (before === '' || before === had), path);
    return;
  }
  assert.equal(before, had, path);
  assert.notEqual(content, before, path);
  if (path === 'README.rst') return;
  assert.equal(applied(edit), content, `${path}: the hunks make the text`);
}

/** Whether a file in YAML is the list or the mapping that it should be, or empty. Other files are as they should be. */
async function isYaml(path: string, of: string | null | undefined): Promise<boolean> {
  if (!path.endsWith('.yaml') || of === null || of === undefined) return true;
  if (of.length > MAX_YAML_BYTES) return false;
  try {
    const value = await readYaml(of, 'a.yaml');
    return value === null || (typeof value === 'object' && Array.isArray(value) === IS_LIST.test(path));
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}

const IS_LIST = /^(?:zuul|gerrit\/|data\/)/;

/** What may be refused: a file that the rules do not understand, an input that names no step, and YAML that is none. */
async function refusedOrRead(content: string, fallback: string): Promise<void> {
  try {
    await checkEdits(content, fallback);
  } catch (error) {
    if (error instanceof EditRefused) assert.ok(error.path !== '' && !error.message.includes('\n'), error.message);
    throw error;
  }
}

const target = (samples: readonly [string, ...string[]], words: readonly string[]): Targets[string] => ({
  samples,
  words,
  read: text((content) => refusedOrRead(content, samples[0])),
});

const LISTS = [
  '- ',
  '  ',
  '    ',
  '# openstack/venus\n',
  '\n',
  '"',
  "'",
  ': ',
  '&a ',
  '*a',
  '[',
  ']',
  '{',
  '}',
  '|\n',
  '>-\n',
];
const NAMES = [
  'openstack/venus',
  'openstack/venus-dashboard\n',
  'openstack/venus:\n',
  'openstack/nova\n',
  ...EDIT_STEPS,
];

export const RETIREMENT_EDITS: Targets = {
  'retirement in project-config': target(
    [
      written('remove-infra', PROJECT_CONFIG, { repositories: ['openstack/venus', 'openstack/venus-dashboard'] }),
      written('remove-infra', PROJECT_CONFIG, { ...ONE, alsoDeleteAclsIfUnused: ['venus.config'] }),
      written('end-gating', PROJECT_CONFIG, { ...ONE, flip: 'full' }),
      written('end-gating', PROJECT_CONFIG, { repositories: ['openstack/venus-dashboard'], flip: 'acl-only' }),
      written('noop-jobs', PROJECT_CONFIG, ONE),
    ],
    [
      ...['- project:\n', '    name: openstack/venus\n', '    templates:\n', '      - noop-jobs\n', '- project: '],
      ...['  description: ', '  acl-config: /home/gerrit2/acls/openstack/venus.config\n', '  projects:\n', 'venus:\n'],
      ...['      - openstack/venus\n', '    - openstack/venus\n', '  groups:\n', '    - g\n', '    check:\n', 'a '],
      ...LISTS,
      ...NAMES,
    ],
  ),
  'retirement in governance': target(
    [
      written('governance', GOVERNANCE),
      written('governance', GOVERNANCE, { repositories: ['openstack/venus'], legacyTeam: 'venus' }),
      written('governance', GOVERNANCE, { repositories: ['openstack/venus-sig', 'openstack/venus-dashboard'] }),
      written('governance', GOVERNANCE, { legacyTeam: 'Venus', inactiveName: 'Venus' }),
      written('deprecate', GOVERNANCE, { ...OURS, deprecated: '2026.2' }),
    ],
    [
      ...['Venus:\n', 'venus:\n', '  deliverables:\n', '    venus:\n', '      repos:\n', '        - openstack/venus\n'],
      ...['      retired-on: 2016-01-01\n', '  retired-on: 2016-01-01\n', '  partial: yes\n', '  mission: >\n'],
      ...['  - repo: openstack/venus\n', '* Venus (Logs)\n', 'Current Inactive Projects\n', '------\n', '    text\n'],
      ...["      deprecated: '2026.2'\n", '      release-management: none\n', '---\n'],
      ...LISTS,
      ...NAMES,
    ],
  ),
  'retirement in releases': target(
    [
      written('releases', RELEASES, { tags: [] }),
      written('releases', RELEASES, TAGGED),
      written('releases', RELEASES, {}, { cycle: null }),
    ],
    [
      ...[
        'repository-settings:\n',
        '  openstack/venus: {}\n',
        '  openstack/venus:\n',
        '    flags:\n',
        '      - retired\n',
      ],
      ...['releases:\n', '  - version: 1.0.0\n', '    projects:\n', '      - repo: openstack/venus\n', 'branches:\n'],
      ...[
        'release-model: abandoned\n',
        'type: other\n',
        'team: venus\n',
        '- name: hibiscus\n',
        '  status: development\n',
      ],
      ...LISTS,
      ...NAMES,
    ],
  ),
  'retirement in requirements': target(
    [
      written('requirements', REQUIREMENTS, { dists: ['venus', 'venus-dashboard', 'Venus_Specs'] }),
      written('requirements', REQUIREMENTS),
    ],
    ['venus', 'venus>=1.0', '===1', '\n', '\n\n', '# why\n', '## section\n', 'x\n', ' ', '_', ...NAMES],
  ),
  'retirement in openstack-manuals': target(
    [written('docs', DOCS)],
    [
      '_RETIRED_REPOS = [\n',
      ']\n',
      "    'openstack/a',\n",
      '    "openstack/b"\n',
      '# a\n',
      "'",
      ',',
      '(',
      '\n',
      ...NAMES,
    ],
  ),
  'retirement in a repository': target(
    [
      written('remove-content', CONTENT, {}, { alternative: { name: 'Masakari', url: 'https://a.b/' }, irc: 'a' }),
      written('remove-content', { 'src/a.py': '', ['__proto__']: 'a\n' }, {}, { irc: null }),
    ],
    [
      '[gerrit]\n',
      'project=',
      'project: ',
      'openstack/venus.git\n',
      'This project is no longer maintained.\n',
      ...NAMES,
    ],
  ),
};
