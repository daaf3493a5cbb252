import { basename } from 'node:path';
import * as vscode from 'vscode';
import { showDialog } from '../../base/editor/notifications';
import { setting } from '../../base/editor/settings';
import { requireTrust } from '../../base/editor/trust';
import { UserError } from '../../base/errors';
import type { Log } from '../../base/log';
import { diskFiles } from '../../project/files';
import { finishedTools } from '../check/finishedTools';
import { Pep8Output, type Step } from '../check/pep8Output';
import { TreeBefore } from '../check/treeBefore';
import type { Row } from '../findings/finding';
import { toFindings } from '../findings/toFindings';
import { withoutTwins } from '../findings/withoutTwins';
import { fileChangersOf } from '../tools/fileChangers';
import { readStyleEnvironment, type StyleEnvironment, type ToxReader } from '../tools/styleEnvironment';
import type { BeforeTexts } from './beforeTexts';
import type { Problems } from './problems';
import type { RuleBook } from './ruleBook';
import { SavedFiles } from './savedFiles';
import { runTox } from './toxRun';

/** Runs the whole environment: what its tools say becomes problems, what they changed in files is shown. */
export class Pep8Runs {
  private readonly running = new Set<string>();

  constructor(
    private readonly problems: Problems,
    private readonly rules: RuleBook,
    private readonly beforeTexts: BeforeTexts,
    private readonly tox: ToxReader,
    private readonly log: Log,
  ) {}

  async run(folder: vscode.WorkspaceFolder): Promise<void> {
    const root = folder.uri.fsPath;
    const environment = await styleEnvironmentOf(folder, this.tox);
    if (this.running.has(root)) {
      const what = `The ${environment.name} environment of ${folder.name}`;
      throw new UserError('running', `${what} is running already: see its terminal.`);
    }
    const changers = fileChangersOf(environment);
    if (!(await mayChangeFiles(folder, environment.name, changers))) return;
    this.running.add(root);
    const saved = new SavedFiles();
    try {
      const before = changers.length > 0 ? await this.treeBefore(root) : undefined;
      const output = new Pep8Output(environment.hookTools);
      const rows: Row[] = [];
      const steps: Step[] = [];
      const result = await runTox(folder, environment.name, [], {
        onLine: (line) => rows.push(...output.push(line)),
        summary: (exitCode) => {
          const end = output.end();
          rows.push(...end.rows);
          steps.push(...end.steps);
          return summaryOf(environment.name, exitCode, steps, rows.length);
        },
      });
      // A run that was broken off says nothing about what it did not come to; a folder may be closed in the meantime.
      if (result.cancelled || !vscode.workspace.workspaceFolders?.some(({ uri }) => uri.fsPath === root)) return;
      await this.rules.load(root);
      const findings = withoutTwins(await toFindings(rows, root, setting('style.severity', folder.uri)));
      const looked = finishedTools(rows, steps, result.exitCode);
      await this.problems.replace({ by: 'pep8', looked }, { root, saved: saved.paths }, findings);
      if (before) await this.beforeTexts.show(`Changed by tox -e ${environment.name}`, await before.changes());
    } finally {
      saved.dispose();
      this.running.delete(root);
    }
  }

  /** Without git the run is all the same what the person asked for; only the difference cannot be shown. */
  private async treeBefore(root: string): Promise<TreeBefore | undefined> {
    try {
      return await TreeBefore.take(root, diskFiles);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      this.log.warn(`What the tools change cannot be shown: ${error.message}`);
      return undefined;
    }
  }
}

/** @throws UserError `untrusted`, `no-pep8` */
export async function styleEnvironmentOf(folder: vscode.WorkspaceFolder, tox: ToxReader): Promise<StyleEnvironment> {
  requireTrust('tox');
  const environment = await readStyleEnvironment(folder.uri.fsPath, diskFiles, tox);
  if (environment) return environment;
  const words = `${folder.name} has no pep8 environment in its tox configuration, so there is nothing to run.`;
  throw new UserError('no-pep8', words);
}

async function mayChangeFiles(
  folder: vscode.WorkspaceFolder,
  name: string,
  changers: readonly string[],
): Promise<boolean> {
  if (changers.length === 0) return true;
  const run = 'Run';
  const choice = await showDialog(
    'warning',
    `The ${name} environment of ${folder.name} may change your files.`,
    `These tools write what they correct: ${changers.join(', ')}. Their changes are shown afterwards.`,
    run,
  );
  return choice === run;
}

function summaryOf(name: string, exitCode: number | null, steps: readonly Step[], problems: number): string {
  const failed = new Set<string>();
  for (const { state, title, hookId } of steps) {
    if (state === 'failed') failed.add(hookId ?? basename(title.split(' ')[0] ?? title));
  }
  const found = problems === 1 ? '1 problem is listed' : `${problems} problems are listed`;
  if (exitCode === 0) return problems === 0 ? `${name}: all checks passed.` : `${name}: all checks passed, ${found}.`;
  const what = failed.size > 0 ? `${[...failed].join(', ')} failed` : `tox ended with exit code ${exitCode}`;
  return `${name}: ${what}, ${found} in Problems.`;
}
