import { relative, sep } from 'node:path';
import type { ProjectFiles } from '../../project/files';
import { needsReleaseNote, usesReno } from '../draft/releaseNotes';
import type { Check, CheckResult } from './check';

/** Whether a project that keeps release notes should get one with this change. */
export const releaseNoteCheck = (files: ProjectFiles): Check => ({
  name: 'release-note',
  isQuick: true,
  async run({ root, files: changed }) {
    const says = (state: CheckResult['state'], text: string): CheckResult[] => [{ name: 'release-note', state, text }];
    const names = changed.map((path) => relative(root, path).split(sep).join('/'));
    if (names.some((name) => name.startsWith('releasenotes/notes/'))) return says('passed', 'There is one');
    if (!(await usesReno(root, files))) return says('passed', 'The project keeps none');
    return needsReleaseNote(names)
      ? says('advice', 'Code that people run changes, and there is no release note. Make one if they should know')
      : says('passed', 'Not needed for these files');
  },
});
