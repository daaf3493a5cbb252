import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import { DisposableStore, Emitter } from '../../base/emitter';
import { messageOf, UserError } from '../../base/errors';
import type { Log } from '../../base/log';
import type { Change, Servers } from '../../gerrit';
import type { FileEdit, Note, Tree } from '../edits';
import type { Verdict } from '../judges';
import { type Plan, type PlanChange, type PlanStep, type RecordedChange, readPlanFile, updatePlanFile } from '../plan';
import type { Reference } from '../references/findReferences';
import { askServer, foundChanges, statusNow } from '../status/askStatus';
import type { LastKnownChanges } from '../status/lastKnown';
import type { PlanStatus } from '../status/planStatus';
import type { ShownPlans } from './shownPlans';

/** A plan file that the view shows. */
export interface ShownPlan {
  /** Absolute. */
  readonly file: string;
  /** Undefined where the file cannot be read; `problem` says why. */
  readonly plan: Plan | undefined;
  readonly problem: UserError | undefined;
  readonly status: PlanStatus | undefined;
}

/** What a step would change, or has changed, in a clone. */
export interface PreparedStep {
  /** Absolute top of the clone. */
  readonly root: string;
  /** The commit of the review branch that the edits were made from. */
  readonly base: string;
  /** What the review branch is called. */
  readonly target: string;
  readonly edits: readonly FileEdit[];
  readonly notes: readonly Note[];
  readonly tree: Tree;
  /** The branch that they were written to; undefined while nothing is written. */
  readonly branch: string | undefined;
  readonly verdicts: readonly Verdict[] | undefined;
}

/** Where a step is worked on here. */
export interface StepPlace {
  /** Absolute top of the clone. */
  readonly root: string;
  /** Its branch, where there is one. */
  readonly branch: string | undefined;
}

export interface ModelParts {
  readonly log: Log;
  readonly shown: ShownPlans;
  readonly servers: Servers;
  readonly lastKnown: LastKnownChanges;
  /** Folder of the locks that windows hold while they write a plan. */
  readonly locks: string;
}

/** The plans of the view, where they stand, and what is prepared in this window. */
export class RetirementModel implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly changed = this.store.add(new Emitter<void>());
  readonly onDidChange = this.changed.event;
  private readonly plans = new Map<string, ShownPlan>();
  private readonly watchers = new Map<string, vscode.Disposable>();
  private readonly prepared = new Map<string, PreparedStep>();
  private readonly places = new Map<string, StepPlace>();
  private readonly leftOver = new Map<string, readonly string[]>();
  private readonly references = new Map<string, readonly Reference[]>();
  private started: Promise<void> | undefined;

  constructor(private readonly parts: ModelParts) {
    this.store.add(parts.servers.onDidLearn(() => this.compute()));
  }

  /** Undefined until the plans were read for the first time. */
  all(): readonly ShownPlan[] | undefined {
    return this.started && [...this.plans.values()];
  }

  get(file: string): ShownPlan | undefined {
    return this.plans.get(file);
  }

  /** Reads the plans; asks nobody. */
  start(): Promise<void> {
    return (this.started ??= this.readAll());
  }

  async add(file: string): Promise<void> {
    await this.start();
    await this.parts.shown.add(file);
    await this.read(file);
    this.compute();
  }

  async remove(file: string): Promise<void> {
    await this.parts.shown.remove(file);
    this.forget(file);
    this.changed.fire();
  }

  /** Asks the servers of all plans, one question for each. What they do not answer stays. */
  async refresh(now = false): Promise<void> {
    await this.start();
    if (!vscode.workspace.isTrusted) return;
    const byServer = new Map<string, Plan[]>();
    for (const { plan } of this.plans.values()) {
      if (plan) byServer.set(plan.server, [...(byServer.get(plan.server) ?? []), plan]);
    }
    await Promise.all([...byServer].map(([server, plans]) => this.ask(server, plans, now)));
    this.compute();
    await this.keepFound();
  }

  /** Writes a change into the plan's file and takes over what it is then. Throws as `updatePlanFile`. */
  async update(file: string, change: PlanChange): Promise<Plan> {
    const plan = await updatePlanFile(file, change, { locks: this.parts.locks });
    this.plans.set(file, { file, plan, problem: undefined, status: undefined });
    this.compute();
    return plan;
  }

  preparedOf(file: string, step: string): PreparedStep | undefined {
    return this.prepared.get(keyOf(file, step));
  }

  setPrepared(file: string, step: string, prepared: PreparedStep | undefined): void {
    if (prepared) this.prepared.set(keyOf(file, step), prepared);
    else this.prepared.delete(keyOf(file, step));
    this.changed.fire();
  }

  placeOf(file: string, step: string): StepPlace | undefined {
    return this.places.get(keyOf(file, step));
  }

  setPlace(file: string, step: string, place: StepPlace): void {
    const was = this.placeOf(file, step);
    if (was?.root === place.root && was.branch === place.branch) return;
    this.places.set(keyOf(file, step), place);
    this.changed.fire();
  }

  /** What a merged step left; empty: its tree was verified. */
  setLeftOver(file: string, step: string, left: readonly string[]): void {
    this.leftOver.set(keyOf(file, step), left);
    this.compute();
  }

  leftOverOf(file: string, step: string): readonly string[] | undefined {
    return this.leftOver.get(keyOf(file, step));
  }

  /** Undefined until they were searched for. */
  referencesOf(file: string, step: string): readonly Reference[] | undefined {
    return this.references.get(keyOf(file, step));
  }

  setReferences(file: string, step: string, references: readonly Reference[]): void {
    this.references.set(keyOf(file, step), references);
    this.changed.fire();
  }

  dispose(): void {
    for (const watcher of this.watchers.values()) watcher.dispose();
    this.store.dispose();
  }

  private async readAll(): Promise<void> {
    await Promise.all(this.parts.shown.get().map((file) => this.read(file)));
    this.compute();
  }

  private async read(file: string): Promise<void> {
    this.watch(file);
    try {
      const plan = await readPlanFile(file);
      await this.parts.lastKnown.load(plan.server);
      this.plans.set(file, { file, plan, problem: undefined, status: undefined });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      this.plans.set(file, { file, plan: undefined, problem: error, status: undefined });
    }
  }

  /** Another window, another editor, or git may write it. */
  private watch(file: string): void {
    if (this.watchers.has(file)) return;
    const pattern = new vscode.RelativePattern(vscode.Uri.file(dirname(file)), escapeGlob(basename(file)));
    const watcher = vscode.workspace.createFileSystemWatcher(pattern);
    const again = (): void =>
      void this.readAgain(file).catch((error: unknown) => this.parts.log.error(`${file}: ${messageOf(error)}`));
    watcher.onDidChange(again);
    watcher.onDidCreate(again);
    watcher.onDidDelete(again);
    this.watchers.set(file, watcher);
  }

  /** It may name changes now that this window never asked for. */
  private async readAgain(file: string): Promise<void> {
    await this.read(file);
    this.compute();
    await this.refresh();
  }

  private forget(file: string): void {
    this.plans.delete(file);
    this.watchers.get(file)?.dispose();
    this.watchers.delete(file);
  }

  private async ask(webUrl: string, plans: readonly Plan[], now: boolean): Promise<void> {
    const server = this.parts.servers.of(webUrl);
    if (now) server.askAgain();
    await askServer(server, plans, this.parts.lastKnown);
  }

  /** What a plan did not hear of, because its window ended between the push and the record. */
  private async keepFound(): Promise<void> {
    for (const { file, plan, status } of this.plans.values()) {
      if (!plan || !status) continue;
      for (const { id, change, patchSet, commit } of foundChanges(plan, status)) {
        const step = plan.steps.find((each) => each.id === id);
        const set = {
          change: change.number,
          ...(patchSet === undefined ? {} : { patchSet }),
          ...(commit === undefined ? {} : { commit }),
        };
        if (step) await this.update(file, recordOf(step, set));
      }
    }
  }

  private compute(): void {
    for (const [file, { plan, problem }] of this.plans) {
      const server = plan && this.parts.servers.of(plan.server);
      const status =
        plan &&
        server &&
        statusNow(plan, {
          server,
          lastKnown: this.parts.lastKnown,
          leftOverOf: ({ id }) => this.leftOver.get(keyOf(file, id)),
        });
      this.plans.set(file, { file, plan, problem, status });
    }
    this.changed.fire();
  }
}

const keyOf = (file: string, step: string): string => `${file}\0${step}`;

/** What stands in a file's name means itself. */
const escapeGlob = (name: string): string => name.replaceAll(/[[\]{}*?]/g, (character) => `[${character}]`);

/** What a step is to know of its change from now on. */
export function recordOf(step: PlanStep, set: RecordedChange): PlanChange {
  const { changeId, change, patchSet, commit } = step;
  return { kind: 'record', step: step.id, set, was: { changeId, change, patchSet, commit } };
}

/** The same for a change as the server has it. */
export const recordOfChange = (step: PlanStep, { number, current }: Change): PlanChange =>
  recordOf(step, {
    change: number,
    ...(current ? { patchSet: current.number, commit: current.commit } : {}),
  });

/** The step of a plan by its id. */
export const stepOf = ({ plan }: ShownPlan, id: string): PlanStep | undefined =>
  plan?.steps.find((step) => step.id === id);
