import { resolve } from 'node:path';
import { UserError } from '../../base/errors';
import type { Finding } from '../findings/finding';
import type { SeverityTable } from '../findings/toFindings';
import { toFindings } from '../findings/toFindings';
import type { FoundTool } from './findTools';
import { linesOf } from './outputs/lineParser';
import { parseRuffJson } from './outputs/ruff';
import type { Command, Run } from './run';
import { inRoot, type Target } from './target';

/** Why ruff said nothing about the code: `ruff-stopped` by a signal; `ruff-configuration`: by what it says. */
type RuffFailure = 'ruff-stopped' | 'ruff-configuration';

export interface RuffOptions {
  /** Absolute; ruff runs here. */
  readonly root: string;
  readonly command: Command;
  readonly run: Run;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly severities?: SeverityTable;
  readonly signal?: AbortSignal;
}

/**
 * Runs `ruff check` with the project's own settings. It only looks: no file is changed, no cache is written.
 *
 * @throws UserError with a `RuffFailure` as reason when ruff could not look
 */
export async function checkWithRuff(target: Target, options: RuffOptions): Promise<Finding[]> {
  const { root, command, run, env, severities, signal } = options;
  const result = await run(command.file, ruffArguments(target, root, command.args), {
    cwd: root,
    ...(env && { env }),
    ...(target.kind === 'text' && { input: target.text }),
    ...(signal && { signal }),
  });
  if (result.exitCode === null) {
    throw new UserError<RuffFailure>('ruff-stopped', `ruff was ended by ${result.signal ?? 'a signal'}.`);
  }
  const rows = parseRuffJson(result.stdout);
  if (rows) return toFindings(rows, root, severities, target.kind === 'text' ? target : undefined);
  const words = linesOf(result.stderr)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .slice(0, 6)
    .join(' ');
  const said = words || `exit status ${result.exitCode}`;
  throw new UserError<RuffFailure>('ruff-configuration', `ruff did not run: ${said}`);
}

/** The arguments for `target`. The project's excludes hold for named files only where `more` says so. */
export function ruffArguments(target: Target, root: string, more: readonly string[] = []): string[] {
  const args = ['check', ...more, '--no-fix', '--no-cache', '--output-format=json'];
  switch (target.kind) {
    case 'root':
      return [...args, '--', ...(target.operands?.length ? target.operands : ['.'])];
    case 'text':
      return [...args, '--stdin-filename', inRoot(target.file, root), '-'];
    case 'files':
      return [...args, '--', ...target.files.map((file) => inRoot(file, root))];
  }
}

/**
 * The files that a `ruff check` with these options and operands looks at, by absolute path: its `include`, excludes and
 * .gitignore decide. Undefined when it does not tell: a check then gives its reasons.
 */
export async function filesOfRuff(
  { command, folder, operands, variables }: Pick<FoundTool, 'command' | 'folder' | 'operands' | 'variables'>,
  { run, signal }: { readonly run: Run; readonly signal?: AbortSignal },
): Promise<ReadonlySet<string> | undefined> {
  const args = [
    'check',
    ...command.args,
    '--no-cache',
    '--show-files',
    '--',
    ...(operands.length > 0 ? operands : ['.']),
  ];
  const { exitCode, stdout } = await run(command.file, args, {
    cwd: folder,
    env: variables,
    ...(signal && { signal }),
  });
  if (exitCode !== 0) return undefined;
  return new Set(
    linesOf(stdout)
      .filter((line) => line !== '')
      .map((line) => resolve(folder, line)),
  );
}
