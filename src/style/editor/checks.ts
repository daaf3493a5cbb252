import * as vscode from 'vscode';
import { setting } from '../../base/editor/settings';
import { requireTrust } from '../../base/editor/trust';
import { messageOf } from '../../base/errors';
import type { Log } from '../../base/log';
import { runProcess } from '../../base/process';
import { diskFiles } from '../../project/files';
import { type CheckState, CheckStates } from '../check/checkStates';
import { checkTarget } from '../check/checkTarget';
import { LatestQueue } from '../check/latestQueue';
import type { Finding } from '../findings/finding';
import { type FoundTool, findTools } from '../tools/findTools';
import type { Command, Run } from '../tools/run';
import type { ToxReader } from '../tools/styleEnvironment';
import { type CancellableTarget, type CheckRequest, covers, isLong, mergeRequests, type Target } from '../tools/target';
import type { Problems } from './problems';
import type { RuleBook } from './ruleBook';
import { SavedFiles } from './savedFiles';
import { checkedBy, notCheckedBy, toolMissing } from './wording';

/** What flake8 prints about a tree where every line breaks a rule; beyond it the findings would be cut. */
const MOST_OUTPUT = 256 << 20;

/** Runs flake8 and ruff of the project, one process at a time for each root, and shows what it finds in Problems. */
export class StyleChecks implements vscode.Disposable {
  private readonly states = new CheckStates(() => this.changed.fire());
  private readonly autopep8 = new Map<string, Command>();
  /** Files that the last check of them found to be nobody's, and the sentence for it. */
  private readonly unchecked = new Map<string, string>();
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;
  private readonly queue = new LatestQueue<CheckRequest, Finding[] | undefined>({
    work: (request, signal) => this.work(request, signal),
    merge: mergeRequests,
    supersedes: covers,
    isLong,
  });

  private readonly folders = vscode.workspace.onDidChangeWorkspaceFolders(({ removed }) => {
    for (const { uri } of removed) {
      this.queue.cancel(uri.fsPath);
      this.states.forget(uri.fsPath);
    }
  });

  constructor(
    private readonly problems: Problems,
    private readonly rules: RuleBook,
    private readonly tox: ToxReader,
    private readonly log: Log,
  ) {}

  stateOf(root: string): CheckState | undefined {
    return this.states.of(root);
  }

  /** `not checked by tox -e pep8` for a file that the project's commands do not check, as of the last check of it. */
  whyUnchecked(file: string): string | undefined {
    return this.unchecked.get(file);
  }

  /** The autopep8 that the last check of a root found; checks run in trusted workspaces only. */
  autopep8Of(root: string): Command | undefined {
    return this.autopep8.get(root);
  }

  /**
   * What flake8 and ruff say about the target. Undefined when a newer check took the place of this one, or when its
   * asker gave it up. A check of the whole root gives way to others, and starts again after them.
   * @throws UserError `untrusted`, `hooks-missing`, or with a `Flake8Failure` or `RuffFailure`; what was in Problems stays there
   */
  async check(root: string, target: CancellableTarget): Promise<Finding[] | undefined> {
    requireTrust('Checking the style');
    const outcome = await this.queue.submit(root, { root, targets: [target] });
    return outcome.done ? outcome.result : undefined;
  }

  private work({ root, targets }: CheckRequest, signal: AbortSignal): Promise<Finding[] | undefined> {
    const checked = this.states.during(root, async () => {
      const machine = { chosenFlake8: setting('style.flake8') };
      const { found, missing, autopep8 } = await findTools(root, diskFiles, this.tox, machine);
      if (autopep8) this.autopep8.set(root, autopep8);
      else this.autopep8.delete(root);
      const [absent] = missing;
      const lack = absent && toolMissing(nameOf(root), absent);
      if (lack && found.length === 0) throw lack;
      await this.rules.load(root);
      const looked: Finding[][] = [];
      for (const target of targets) {
        const both = target.signal ? AbortSignal.any([signal, target.signal]) : signal;
        const findings = await this.look(root, target, found, both);
        if (findings) looked.push(findings);
      }
      const done = { kind: 'done' as const, by: checkedBy(found), missing: lack };
      return {
        result: looked.length === targets.length ? looked.flat() : undefined,
        state: looked.length > 0 ? done : undefined,
      };
    });
    return checked.catch((error: unknown) => {
      this.log.error(messageOf(error));
      throw error;
    });
  }

  /** Shows what the tools say about the target; undefined, and nothing is changed, when it was broken off. */
  private async look(
    root: string,
    target: Target,
    found: readonly FoundTool[],
    signal: AbortSignal,
  ): Promise<Finding[] | undefined> {
    const saved = new SavedFiles();
    try {
      const severities = setting('style.severity', vscode.Uri.file(root));
      const looked = await checkTarget(target, found, { run: this.run, severities, signal });
      if (!looked) return undefined;
      const { findings, unchecked } = looked;
      const files = target.kind === 'files' ? target.files : target.kind === 'text' ? [target.file] : undefined;
      files?.forEach((file) => this.unchecked.delete(file));
      unchecked.forEach((file) => this.unchecked.set(file, notCheckedBy(found)));
      const checked = target.kind === 'text' ? target.text : undefined;
      const scope = { root, ...(files && { files }), ...(checked === undefined && { saved: saved.paths }) };
      const tools = found.map(({ checker }) => checker);
      await this.problems.replace({ by: 'check', tools }, scope, findings, checked);
      return findings;
    } finally {
      saved.dispose();
    }
  }

  readonly run: Run = async (file, args, options) => {
    const started = performance.now();
    const result = await runProcess(file, args, {
      ...options,
      // Neither bytecode beside the project's files, nor an encoding that the machine's locale chooses.
      env: { ...process.env, ...options.env, PYTHONDONTWRITEBYTECODE: '1', PYTHONIOENCODING: 'utf-8' },
      maxOutputBytes: MOST_OUTPUT,
      endLeftovers: true,
    });
    const shown = args.length > 20 ? [...args.slice(0, 20), `… ${args.length - 20} more`] : args;
    this.log.info(`${file} ${shown.join(' ')}: exit ${result.exitCode}, ${Math.round(performance.now() - started)} ms`);
    if (result.stderr.trim() !== '') this.log.info(result.stderr);
    return result;
  };

  dispose(): void {
    this.folders.dispose();
    this.queue.cancel();
    this.changed.dispose();
  }
}

function nameOf(root: string): string {
  return vscode.workspace.getWorkspaceFolder(vscode.Uri.file(root))?.name ?? root;
}
