/** What a line is that names a retired project: by its file, its own words, and the lines above it. */

import { packageFileOf } from './packageLists';
import type { ReferenceKind } from './reference';
import { keysAbove } from './zuulPlace';

/** What retirements edit, and what they leave as it is. Prose in comments is nobody's step. */
const OF_STEPS: ReadonlyMap<string, readonly (readonly [RegExp, ReferenceKind])[]> = new Map([
  [
    'openstack/project-config',
    [
      // The entry stays for ever, with RETIRED in its description.
      [/^gerrit\/projects\.yaml$/, 'history'],
      [/^(?:zuul\.d\/projects\.yaml|zuul\/main\.yaml|gerritbot\/channels\.yaml|gerrit\/acls\/.*)$/, 'planned'],
    ],
  ],
  [
    'openstack/governance',
    [
      [/^(?:reference\/legacy\.yaml|resolutions\/.*|goals\/.*)$/, 'history'],
      [/^reference\/(?:projects|sigs-repos)\.yaml$/, 'planned'],
    ],
  ],
  ['openstack/requirements', [[/^projects\.txt$/, 'planned']]],
  ['openstack/releases', [[/^deliverables\//, 'history']]],
  // The list of retired repositories, which documentation is redirected by.
  ['openstack/openstack-manuals', [[/^tools\/www-generator\.py$/, 'history']]],
]);

const HISTORY = /^releasenotes\/|(?:^|\/)(?:change(?:log|s)|news)(?:\.\w+)?$/i;
const ZUUL_FILE = /^(?:\.?zuul\.ya?ml|\.?zuul\.d\/.*\.ya?ml|zuul\/.*\.ya?ml)$/;
const ZUUL_RUNS = /^(?:playbooks|roles)\//;
const DOCUMENTATION = /^(?:docs?|api-ref|api-guide|specs)\/|\.(?:rst|md)$/;

/** Whether `kindOf` looks at the lines around, too. */
export const needsLines = (path: string): boolean => ZUUL_FILE.test(path);

/**
 * @param repo the repository that has the file
 * @param line 1-based @param lines those of the file; empty where they are not known
 */
export function kindOf(
  repo: string,
  path: string,
  line: number,
  text: string,
  lines: readonly string[],
): ReferenceKind {
  const isComment = /^[ \t]*#/.test(text);
  const step = isComment ? undefined : OF_STEPS.get(repo)?.find(([files]) => files.test(path));
  if (step) return step[1];
  if (HISTORY.test(path)) return 'history';
  if (/\benable_plugin\b/.test(text)) return 'devstack-plugin';
  if (ZUUL_FILE.test(path)) return isComment ? 'zuul' : kindInZuul(keysAbove(lines, line - 1));
  if (ZUUL_RUNS.test(path)) return 'zuul';
  const list = packageFileOf(path);
  if (list) return list === 'tox.ini' || /(?:^|\/)test-requirements/.test(path) ? 'test-dependency' : 'requirement';
  return DOCUMENTATION.test(path) ? 'documentation' : 'other';
}

function kindInZuul(keys: readonly string[]): ReferenceKind {
  if (keys.includes('required-projects')) return 'required-project';
  return keys.includes('devstack_plugins') ? 'devstack-plugin' : 'zuul';
}
