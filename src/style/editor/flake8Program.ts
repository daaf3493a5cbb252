import type * as vscode from 'vscode';
import { setting } from '../../base/editor/settings';
import { UserError } from '../../base/errors';
import { diskFiles } from '../../project/files';
import { findTools, type StyleTools } from '../findTools';
import { flake8Arguments } from '../flake8';
import type { Command } from '../run';
import { toolMissing } from './wording';

/** Whether a project has its style checked with flake8, be it not installed yet. Its files are hostile: they are only read. */
export async function usesFlake8(folder: vscode.WorkspaceFolder): Promise<boolean> {
  const { found, missing } = await toolsOf(folder);
  return [...found, ...missing].some(({ checker }) => checker === 'flake8');
}

/**
 * The flake8 that checks a project's files when they are saved, to run on the whole of it, with what it prints in
 * flake8's own format. It runs code of the project: trusted ones only.
 *
 * @throws UserError `flake8-missing`, `hooks-missing`, `no-flake8`, or what `findTools` throws; the first two have their
 * buttons in `STYLE_MENDS`
 */
export async function flake8Program(folder: vscode.WorkspaceFolder): Promise<Command> {
  const { found, missing } = await toolsOf(folder);
  const tool = found.find(({ checker }) => checker === 'flake8');
  if (tool) {
    const { file, args } = tool.command;
    return { file, args: [...args, ...flake8Arguments({ kind: 'root' }, folder.uri.fsPath)] };
  }
  const absent = missing.find(({ checker }) => checker === 'flake8');
  if (absent) throw toolMissing(folder.name, absent);
  throw new UserError('no-flake8', `${folder.name} does not check its style with flake8, but with ruff.`);
}

function toolsOf(folder: vscode.WorkspaceFolder): Promise<StyleTools> {
  return findTools(folder.uri.fsPath, diskFiles, { chosenFlake8: setting('style.flake8') });
}
