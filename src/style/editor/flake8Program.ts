import type * as vscode from 'vscode';
import { setting } from '../../base/editor/settings';
import { UserError } from '../../base/errors';
import { diskFiles } from '../../project/files';
import { findTools, type StyleTools } from '../tools/findTools';
import { flake8Arguments } from '../tools/flake8';
import type { Command } from '../tools/run';
import type { ToxReader } from '../tools/styleEnvironment';
import { toolMissing } from './wording';

/** A run of flake8 on the whole of a project. */
export interface Flake8Program {
  readonly command: Command;
  /** The files and folders to name where nobody names others; none stands for the folder. */
  readonly operands: readonly string[];
  /** Absolute path of the folder that it runs in. */
  readonly folder: string;
  readonly variables: Readonly<Record<string, string | undefined>>;
}

/** Whether flake8 checks a project's style, even if it is not installed yet. Its files are hostile: they are only read. */
export async function usesFlake8(folder: vscode.WorkspaceFolder, tox: ToxReader): Promise<boolean> {
  const { found, missing } = await toolsOf(folder, tox);
  return [...found, ...missing].some(({ checker }) => checker === 'flake8');
}

/**
 * The flake8 that checks a project's files when they are saved, the first of several, with output in flake8's own
 * format. It runs code of the project: trusted ones only.
 *
 * @throws UserError `flake8-missing`, `hooks-missing`, `no-flake8`, or what `findTools` throws; the first two have their
 * buttons in `STYLE_ACTIONS`
 */
export async function flake8Program(folder: vscode.WorkspaceFolder, tox: ToxReader): Promise<Flake8Program> {
  const { found, missing } = await toolsOf(folder, tox);
  const tool = found.find(({ checker }) => checker === 'flake8');
  if (tool) {
    const { command, operands, variables } = tool;
    const args = [...command.args, ...flake8Arguments({ kind: 'root' }, tool.folder)];
    return { command: { file: command.file, args }, operands, folder: tool.folder, variables };
  }
  const absent = missing.find(({ checker }) => checker === 'flake8');
  if (absent) throw toolMissing(folder.name, absent);
  throw new UserError('no-flake8', `${folder.name} does not check its style with flake8, but with ruff.`);
}

function toolsOf(folder: vscode.WorkspaceFolder, tox: ToxReader): Promise<StyleTools> {
  return findTools(folder.uri.fsPath, diskFiles, tox, { chosenFlake8: setting('style.flake8') });
}
