import * as vscode from 'vscode';
import { showError } from '../../../base/editor/commands';
import { notify } from '../../../base/editor/notifications';
import { noticedMirror } from '../../repository/mirror';
import type { Repositories } from './repositories';

const SET_UP = 'Set Up for Gerrit';
const NEVER = 'Not for This Clone';
const KEY = 'mirrorNotice.answered';

/** Notices a clone of the mirror on GitHub, and offers to set it up; once for each clone. */
export function noticeMirrors(repositories: Repositories, memory: vscode.Memento): vscode.Disposable {
  const offered = new Set<string>();
  return repositories.onDidChange((root) => {
    const facts = repositories.known(root);
    const project = facts && noticedMirror(facts);
    if (!project) return;
    if (offered.has(root) || memory.get<string[]>(KEY, []).includes(root)) return;
    offered.add(root);
    void offer(root, project, memory).catch((error: unknown) => showError(error));
  });
}

async function offer(root: string, project: string, memory: vscode.Memento): Promise<void> {
  const text = `This is a clone of the mirror of ${project} on GitHub, where pull requests are closed unread. Changes go to Gerrit.`;
  const chosen = await notify('information', text, SET_UP, NEVER);
  if (chosen === NEVER) await memory.update(KEY, [...memory.get<string[]>(KEY, []), root]);
  if (chosen === SET_UP) {
    await vscode.commands.executeCommand('openstackContributor.change.setUp', { rootUri: vscode.Uri.file(root) });
  }
}
