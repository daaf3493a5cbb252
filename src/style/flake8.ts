import { isAbsolute, relative, resolve, sep } from 'node:path';
import { readFile } from 'node:fs/promises';
import { hasCode, UserError } from '../base/errors';
import type { Finding, Row } from './finding';
import { failureOf, type Flake8Failure } from './flake8Failure';
import { flake8Output } from './outputs/flake8';
import { parseAll } from './outputs/lineParser';
import { place } from './place';
import type { Command, Run } from './run';
import { severityOf, type SeverityTable } from './severity';

/** What to check: files on disk, one text that is not saved, or the whole root with the project's own excludes. */
export type Target =
  | { readonly kind: 'files'; readonly files: readonly string[] }
  | { readonly kind: 'text'; readonly file: string; readonly text: string }
  | { readonly kind: 'root' };

export interface Flake8Options {
  /**
   * Absolute. flake8 must run here: elsewhere it finds no tox.ini, and the project's own checks and the codes that it
   * switches on vanish without a word.
   */
  readonly root: string;
  /** flake8 of the environment that the project's checks are installed in. */
  readonly command: Command;
  readonly run: Run;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly severities?: SeverityTable;
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
}

/**
 * Runs flake8 with the project's own settings. It runs code of the repository (local checks), so call it only in a
 * trusted workspace.
 *
 * @throws UserError with a `Flake8Failure` as reason when flake8 could not look: never an empty list for a crash.
 */
export async function checkWithFlake8(target: Target, options: Flake8Options): Promise<Finding[]> {
  const { root, command, run, env, signal, timeoutMs } = options;
  const args = [...command.args, ...flake8Arguments(target, root)];
  const result = await run(command.file, args, {
    cwd: root,
    ...(env && { env }),
    ...(target.kind === 'text' && { input: target.text }),
    ...(signal && { signal }),
    ...(timeoutMs !== undefined && { timeoutMs }),
  }).catch((error: unknown) => {
    if (!cannotStart(error)) throw error;
    const message = `flake8 cannot be started: ${command.file} is not there. Create the pep8 environment.`;
    throw new UserError<Flake8Failure>('flake8-missing', message, { cause: error });
  });
  const failure = failureOf(result);
  if (failure) throw failure;
  const rows = parseAll(flake8Output(), result.stdout);
  return toFindings(rows, root, options.severities, target.kind === 'text' ? target : undefined);
}

/** Node's word for it, and that of a runner which turns it into an error of ours. */
function cannotStart(error: unknown): boolean {
  const ours = error instanceof UserError && ['no-program', 'not-executable'].includes(String(error.reason));
  return ours || hasCode(error, 'ENOENT', 'EACCES');
}

/** The arguments for `target`. Files outside of `root` are left to flake8 by their absolute path. */
export function flake8Arguments(target: Target, root: string): string[] {
  // A project may have set another format, or a file for the output; the command line wins over both.
  const output = ['--format=default', '--output-file='];
  switch (target.kind) {
    case 'root':
      return output;
    case 'text':
      return [...output, '--stdin-display-name', inRoot(target.file, root), '-'];
    case 'files':
      return [...output, '--', ...target.files.map((file) => inRoot(file, root))];
  }
}

/** Relative to the root, as excludes and per-file-ignores of the project expect. A leading `-` is no option. */
function inRoot(file: string, root: string): string {
  const path = relative(root, resolve(root, file));
  if (path.startsWith('..') || isAbsolute(path)) return resolve(root, file);
  return path.startsWith('-') ? `.${sep}${path}` : path;
}

/**
 * Rows as findings, with their ranges from the text.
 *
 * @param known a text that is not saved, which a tool read instead of the file
 */
export async function toFindings(
  rows: readonly Row[],
  root: string,
  severities?: SeverityTable,
  known?: { readonly file: string; readonly text: string },
): Promise<Finding[]> {
  const texts = new Map<string, Promise<string[] | undefined>>();
  if (known) texts.set(resolve(root, known.file), Promise.resolve(splitLines(known.text)));
  const findings: Finding[] = [];
  for (const row of rows) {
    const file = resolve(root, row.file);
    const text = texts.get(file) ?? linesOnDisk(file);
    texts.set(file, text);
    findings.push({
      file,
      range: place(row, await text),
      code: row.code,
      message: row.message,
      tool: row.tool,
      severity: severityOf(row, severities),
      ...(row.diff !== undefined && { diff: row.diff }),
    });
  }
  return findings;
}

/** A file that is gone or cannot be read still has its findings, only without exact ranges. */
async function linesOnDisk(file: string): Promise<string[] | undefined> {
  try {
    return splitLines(await readFile(file, 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}

/** Lines as Python's tokenizer and VS Code both count them. */
function splitLines(text: string): string[] {
  return text.replace(/^\ufeff/, '').split(/\r\n|\r|\n/);
}
