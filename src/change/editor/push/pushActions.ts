import type { ErrorAction } from '../../../base/editor/commands';

/** The button for each reason that a command on the change can fail for. */
export const PUSH_ACTIONS: Readonly<Record<string, ErrorAction>> = {
  'nothing-to-amend': { title: 'Commit for Gerrit', command: 'openstackContributor.change.compose' },
  'nothing-to-push': { title: 'Commit for Gerrit', command: 'openstackContributor.change.compose' },
  'no-gitreview': { title: 'Set Up for Gerrit', command: 'openstackContributor.change.setUp' },
  'changed-meanwhile': { title: 'Push for Review', command: 'openstackContributor.change.push' },
  'in-progress': { title: 'Show Source Control', command: 'workbench.view.scm' },
  'nothing-to-do': { title: 'Show Source Control', command: 'workbench.view.scm' },
  'dirty-tree': { title: 'Show Source Control', command: 'workbench.view.scm' },
  conflict: { title: 'Show Source Control', command: 'workbench.view.scm' },
  'no-repository': { title: 'Open Folder', command: 'vscode.openFolder' },
};
