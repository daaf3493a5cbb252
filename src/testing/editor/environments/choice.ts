/** Which Python runs the tests of each folder: found, or chosen by a person and remembered. */
import * as vscode from 'vscode';
import { onSettingChange, setting } from '../../../base/editor/settings';
import { requireTrust } from '../../../base/editor/trust';
import { DisposableStore } from '../../../base/emitter';
import { messageOf, UserError } from '../../../base/errors';
import type { Log } from '../../../base/log';
import type { ToxAnswers } from '../../../project/editor/toxAnswers';
import { findEnvironments, type MissingEnvironment, type TestEnvironment } from '../../environments/findEnvironment';
import { runEnvironment } from '../../environments/runEnvironment';
import { pickEnvironment } from './pick';
import { PythonExtension } from './pythonExtension';
import { bestOf, searchEnvironments } from './search';
import { type TestSettings, testSettings } from './testSettings';
import { type EnvironmentSource, missingText, NOTHING_FOUND } from './wording';

export interface ChosenEnvironment {
  /** Absolute path of the folder whose tests it runs. */
  readonly root: string;
  readonly source: EnvironmentSource;
  /** Absolute path of the interpreter. */
  readonly python: string;
  /** Absolute path of the folder with its programs. */
  readonly binDir: string;
  /** Name of the tox environment; undefined for other sources. */
  readonly tox: string | undefined;
  /** Which test runners stand beside the interpreter. */
  readonly runners: TestEnvironment['runners'];
  /** All variables of a run: tox's pass_env and set_env hold, and `binDir` comes first in PATH. */
  readonly variables: Readonly<Record<string, string>>;
}

export interface EnvironmentState {
  /** Without its variables, which cost a question to tox. */
  readonly chosen: (Omit<TestEnvironment, 'source'> & { readonly source: EnvironmentSource }) | undefined;
  /** All that were found, best first. */
  readonly found: readonly TestEnvironment[];
  /** Why places that were looked at give none; the first matters most. */
  readonly missing: readonly MissingEnvironment[];
}

/** Reasons of the errors of `require`; `ENVIRONMENT_ACTIONS` has the buttons. */
type EnvironmentProblem = MissingEnvironment['reason'] | 'no-python' | 'untrusted';

/** What a person chose for a root. It holds while the setting is what it was then. */
interface Remembered {
  readonly python: string;
  readonly setting: string;
}

const STORED = 'testing.environments';

export class EnvironmentChoice implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly states = new Map<string, Promise<EnvironmentState>>();
  private readonly shown = new Map<string, string>();
  private readonly changed = this.store.add(new vscode.EventEmitter<string>());
  /** Fires the root whose environment, or the reason why there is none, is another one now. */
  readonly onDidChange = this.changed.event;
  private readonly python: PythonExtension;

  constructor(
    private readonly log: Log,
    private readonly memory: vscode.Memento,
    private readonly tox: ToxAnswers,
  ) {
    this.python = this.store.add(new PythonExtension(log));
    const all = (): void => this.refresh();
    this.store.add(onSettingChange(['testing.python', 'tox.path'], all));
    this.store.add(this.python.onDidChange(all));
    this.store.add(vscode.workspace.onDidGrantWorkspaceTrust(all));
  }

  /** What runs the tests of a root; undefined when there is nothing, or the workspace is not trusted. */
  async environmentFor(root: string): Promise<ChosenEnvironment | undefined> {
    const { chosen } = await this.stateOf(root);
    if (!chosen) return undefined;
    const settings = chosen.tox === undefined ? undefined : await this.tox.environment(root, chosen.tox);
    const { programs: binDir, ...rest } = chosen;
    return { ...rest, root, binDir, variables: runEnvironment(chosen, settings, process.env) };
  }

  /**
   * How the project's own command runs the tests of a root: that of the environment that is chosen.
   * @param settled false for what the files say at once, before it is known which environments there are
   */
  async testSettings(root: string, settled = true): Promise<TestSettings> {
    const name = settled ? (await this.stateOf(root)).chosen?.tox : undefined;
    return testSettings(root, this.tox, name, settled);
  }

  /** What tox sets in an environment of a root; nothing where there is no such environment. */
  async variablesIn(root: string, name: string): Promise<Readonly<Record<string, string>>> {
    return (await this.tox.environment(root, name))?.setEnv ?? {};
  }

  /** As `environmentFor`. @throws UserError with an `EnvironmentProblem` when there is none */
  async require(root: string): Promise<ChosenEnvironment> {
    requireTrust('Running tests');
    const environment = await this.environmentFor(root);
    if (environment) return environment;
    const [missing] = (await this.stateOf(root)).missing;
    const { reason, tox } = missing ?? { reason: 'no-python' };
    const words = missing ? missingText(missing, root) : NOTHING_FOUND;
    throw new UserError<EnvironmentProblem>(reason, words, { actionArgs: [root, tox] });
  }

  /** Looks again only when something may have changed. In an untrusted workspace it looks at nothing. */
  stateOf(root: string): Promise<EnvironmentState> {
    const known = this.states.get(root);
    if (known) return known;
    const state = this.search(root);
    this.states.set(root, state);
    state.catch(() => this.states.delete(root));
    return state;
  }

  /** Lets a person choose among all that were found, or browse. Nothing changes when they choose nothing. */
  async choose(root: string): Promise<void> {
    requireTrust('An environment');
    const found = await this.lookEverywhere(root);
    const { chosen, missing } = await this.stateOf(root);
    const pick = await pickEnvironment(root, {
      chosen,
      found,
      missing,
      remembered: this.remembered(root) !== undefined,
    });
    if (pick === undefined) return;
    await this.remember(root, pick.kind === 'python' ? pick.python : undefined);
  }

  /** Keeps the choice of an interpreter, by its absolute path; undefined lets the best one be found again. */
  async remember(root: string, python: string | undefined): Promise<void> {
    const stored = { ...this.stored() };
    if (python === undefined) delete stored[root];
    else stored[root] = { python, setting: settingOf(root) };
    await this.memory.update(STORED, stored);
    this.refresh(root);
  }

  /** Looks again, at one root or at all that anybody asked about, and tells when something is different. */
  refresh(root?: string): void {
    for (const each of root === undefined ? [...this.states.keys()] : [root]) {
      this.states.delete(each);
      void this.stateOf(each).catch((error: unknown) => this.log.error(`Environments of ${each}: ${messageOf(error)}`));
    }
  }

  dispose(): void {
    this.store.dispose();
  }

  private async search(root: string): Promise<EnvironmentState> {
    const state = vscode.workspace.isTrusted ? await this.look(root) : { chosen: undefined, found: [], missing: [] };
    const text = JSON.stringify([state.chosen, state.missing]);
    if (this.shown.get(root) !== text) {
      this.shown.set(root, text);
      // Who asked first gets the answer first, and the event does not find the state half made.
      queueMicrotask(() => this.changed.fire(root));
    }
    return state;
  }

  private async look(root: string): Promise<EnvironmentState> {
    let { found, missing } = await this.find(root, undefined);
    const remembered = await this.rememberedEnvironment(root, found);
    // Starting the Python extension takes seconds: it is asked when nothing that goes before it is there.
    if (!remembered && !found.some(({ source }) => source === 'setting' || source === 'tox')) {
      ({ found, missing } = await this.find(root, await this.python.interpreterFor(root)));
    }
    return { chosen: remembered ?? bestOf(found), found, missing };
  }

  private async lookEverywhere(root: string): Promise<readonly TestEnvironment[]> {
    return (await this.find(root, await this.python.interpreterFor(root))).found;
  }

  private async find(root: string, pythonExtension: string | undefined): ReturnType<typeof searchEnvironments> {
    const read = await this.tox.read(root);
    return searchEnvironments({
      root,
      pythonExtension,
      setting: settingOf(root),
      tox: await this.tox.names(root),
      readEnvironment: (name) => read?.environment(name),
      toxEnvironment: async (name) => {
        const environment = await this.tox.environment(root, name);
        if (!environment) throw new UserError('unknown-environment', `tox knows no environment ${name}.`);
        return environment;
      },
    });
  }

  /** What a person chose, while it exists: an environment that tox is just making again comes back by itself. */
  private async rememberedEnvironment(
    root: string,
    found: readonly TestEnvironment[],
  ): Promise<EnvironmentState['chosen']> {
    const python = this.remembered(root);
    if (python === undefined) return undefined;
    const known = found.find((each) => each.python === python);
    if (known) return known;
    const [browsed] = (await findEnvironments({ root, setting: python })).found;
    return browsed?.source === 'setting' ? { ...browsed, source: 'browsed' } : undefined;
  }

  private remembered(root: string): string | undefined {
    const stored = this.stored()[root];
    return stored?.setting === settingOf(root) ? stored.python : undefined;
  }

  private stored(): Readonly<Record<string, Remembered>> {
    return this.memory.get<Readonly<Record<string, Remembered>>>(STORED, {});
  }
}

function settingOf(root: string): string {
  return setting('testing.python', vscode.Uri.file(root));
}
