import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { prepareEdits } from '../../../../src/retirement/edits';
import { EditRefused, type EditStep } from '../../../../src/retirement/edits/lines/edit';
import { inputOf, treeOfFiles } from './treeOfFiles';

const GERRIT = '- project: openstack/venus\n  description: A\n';
const ZUUL = '- project:\n    name: openstack/venus\n';

/** Texts for every file; half a megabyte takes minutes where time grows with the square. */
const texts: Record<string, (size: number) => string> = {
  'a line of letters': (size) => `${'a'.repeat(size)}\n`,
  'a comment of letters': (size) => `# ${'a'.repeat(size)}\n`,
  'a line of dots and slashes': (size) => `# ${'./'.repeat(size / 2)}\n`,
  'spaces before a letter': (size) => `- a${' '.repeat(size)}b\n`,
  dashes: (size) => `${'- '.repeat(size / 2)}a\n`,
  'empty lines in an entry': (size) => `${GERRIT}${'\n'.repeat(size)}  groups:\n    - a\n`,
  'comments in an entry': (size) => `${ZUUL}${'#\n'.repeat(size / 2)}    templates:\n      - a\n`,
  'keys in an entry': (size) => GERRIT + Array.from({ length: size / 12 }, (_, i) => `  k${i}: a\n`).join(''),
  'keys of a project': (size) => ZUUL + Array.from({ length: size / 12 }, (_, i) => `    k${i}: a\n`).join(''),
  'a description of quotes': (size) => `- project: openstack/venus\n  description: '${"''".repeat(size / 2)}\n`,
  'a description of words': (size) => `- project: openstack/venus\n  description: ${'a '.repeat(size / 2)}a\n`,
  'items and comments in turns': (size) => `a:\n${'  - openstack/venus\n  #\n'.repeat(size / 24)}`,
  teams: (size) => Array.from({ length: size / 30 }, (_, i) => `t${i}:\n  - repo: x/y${i}\n`).join(''),
  patterns: (size) =>
    `a:\n  projects:\n${Array.from({ length: size / 30 }, (_, i) => `    - ^openstack/v.*${i}.*z\n`).join('')}`,
};

const FILES = [
  'gerrit/projects.yaml',
  'zuul.d/projects.yaml',
  'zuul/main.yaml',
  'gerritbot/channels.yaml',
  'reference/projects.yaml',
  'reference/legacy.yaml',
  'reference/sigs-repos.yaml',
  'reference/emerging-technology-and-inactive-projects.rst',
];

describe('hostile files in a retirement', () => {
  it('no file takes time that grows with the square of its size', async () => {
    const base = {
      'gerrit/projects.yaml': GERRIT,
      'zuul.d/projects.yaml': ZUUL,
      'reference/projects.yaml': 'venus:\n  deliverables:\n    venus:\n      repos:\n        - openstack/venus\n',
      'reference/legacy.yaml': '',
    };
    for (const [what, text] of Object.entries(texts)) {
      for (const path of FILES) {
        const steps: EditStep[] = path.startsWith('reference') ? ['governance'] : ['remove-infra', 'end-gating'];
        for (const step of steps) {
          const input = { ...inputOf(step, ['venus'], { flip: 'full' }), team: 'venus', date: '2026-07-05' };
          const tree = treeOfFiles({ ...base, [path]: text(480_000) });
          // Refused or not: it ends, long before the test would be ended.
          const ended = await prepareEdits(input, tree).catch((error: unknown) => error);
          assert.ok(ended instanceof EditRefused || !(ended instanceof Error), `${what} in ${path}: ${String(ended)}`);
        }
      }
    }
  }).timeout(120_000);
});
