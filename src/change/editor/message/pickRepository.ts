import { basename } from 'node:path';
import * as vscode from 'vscode';
import { pickFolder } from '../../../base/editor/pickFolder';
import { UserError } from '../../../base/errors';
import type { MessageServices } from './openMessage';

/**
 * The working tree that a command is about: the one that the Source Control view handed over, that of the active
 * message, else as `pickFolder` finds it. Undefined when the person picks none.
 */
export async function pickRepository(services: MessageServices, given?: unknown): Promise<string | undefined> {
  const handed = rootOfSourceControl(given);
  if (handed) return handed;
  const document = vscode.window.activeTextEditor?.document;
  const message = document && (await services.documents.of(document));
  if (message) return message.root;
  const roots = await repositoryRoots(services);
  if (roots.length === 0) throw new UserError('no-repository', 'No folder that is open is a git repository.');
  const candidates = roots.map((root) => ({ name: basename(root), path: root }));
  return (await pickFolder(candidates, 'In Which Repository?'))?.path;
}

/** Working trees of the folders that are open. */
export async function repositoryRoots({ repositories }: MessageServices): Promise<string[]> {
  const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
  const roots = await Promise.all(
    folders.map(async ({ uri }) => {
      try {
        return [(await repositories.git(uri.fsPath)).root];
      } catch (error) {
        if (error instanceof UserError && error.reason === 'not-a-repository') return [];
        throw error;
      }
    }),
  );
  return [...new Set(roots.flat())];
}

/** Commands in the title of the Source Control view are called with the SourceControl of their repository. */
function rootOfSourceControl(given: unknown): string | undefined {
  const root = typeof given === 'object' && given !== null && 'rootUri' in given ? given.rootUri : undefined;
  return root instanceof vscode.Uri ? root.fsPath : undefined;
}
