import * as vscode from 'vscode';
import { UserError } from '../../base/errors';
import { FRESH_MS } from '../../base/freshness';
import { openRepository } from '../../base/git';
import type { Log } from '../../base/log';
import type { ChangeDoor } from '../../change/editor';
import { commitTree, type FoundClone, stepBranchName, stepCommit } from '../clones';
import { prepareEdits } from '../edits';
import type { PlanStep } from '../plan';
import { leftOver } from '../status/verify';
import type { CloneBook } from './cloneBook';
import { type RetirementModel, recordOf, type ShownPlan, stepOf } from './retirementModel';
import { inputOf } from './stepInput';

export interface CloneChecksParts {
  readonly log: Log;
  readonly model: RetirementModel;
  readonly clones: CloneBook;
  readonly change: ChangeDoor;
}

/** What the clones on this machine say of the steps, beside what the servers say of their changes. Asks nobody anything. */
export class CloneChecks {
  /** Merged steps that were looked into in this window without being asked to: once, as that fetches. */
  private readonly seen = new Set<string>();
  private looking: Promise<unknown> = Promise.resolve();
  /** When each plan was looked at last, in milliseconds since the epoch: a window that gets the focus asks every time. */
  private readonly lookedAt = new Map<string, number>();

  constructor(private readonly parts: CloneChecksParts) {}

  /**
   * Finds the branch of each step, and the commit on it that the plan does not know; then verifies the trees of steps that
   * were merged. What cannot be read is said in the log, and looked at again the next time.
   * @param again whether merged steps that were looked into before are looked into once more
   * @returns whether a plan knows of a commit that it did not
   */
  look(again: boolean): Promise<boolean> {
    const now = this.looking.then(() => this.lookNow(again));
    this.looking = now.catch(() => undefined); // whoever asked is told
    return now;
  }

  private async lookNow(again: boolean): Promise<boolean> {
    if (!vscode.workspace.isTrusted) return false;
    let learned = false;
    // Finding a clone takes several runs of git, and steps share them.
    const known = new Map<string, Promise<FoundClone | undefined>>();
    for (const { file, plan } of this.parts.model.all() ?? []) {
      if (!plan) continue;
      if (!again && Date.now() - (this.lookedAt.get(file) ?? 0) < FRESH_MS.change) continue;
      this.lookedAt.set(file, Date.now());
      for (const { id } of plan.steps) {
        // Looking changes plans.
        const shown = this.parts.model.get(file);
        const step = shown && stepOf(shown, id);
        if (!shown || !step || step.closed || step.repo === undefined) continue;
        try {
          const finding = known.get(step.repo) ?? this.parts.clones.known(step.repo);
          known.set(step.repo, finding);
          const clone = await finding;
          if (clone && (await this.lookAt(shown, step, clone, again))) learned = true;
        } catch (error) {
          if (!(error instanceof UserError)) throw error;
          this.parts.log.info(`The clone of step ${id} of ${file} was not checked: ${error.message}`);
        }
      }
    }
    return learned;
  }

  private async lookAt(shown: ShownPlan, step: PlanStep, { root }: FoundClone, again: boolean): Promise<boolean> {
    const learned = await this.findCommit(shown, step, root);
    const state = shown.status?.steps.find(({ id }) => id === step.id)?.state;
    if (state === 'merged' || state === 'unfinished') await this.verify(shown, step, root, again);
    return learned;
  }

  /** A window can end between a commit and the plan, and people commit in terminals. */
  private async findCommit({ file, plan }: ShownPlan, step: PlanStep, root: string): Promise<boolean> {
    if (!plan) return false;
    const branch = stepBranchName(plan.topic, step.id);
    const found = await stepCommit(await openRepository(root), branch);
    this.parts.model.setPlace(file, step.id, { root, branch: found && branch });
    // A change that has a number is known better by the server.
    if (step.change !== undefined || found?.changeId === undefined || found.commit === undefined) return false;
    if (step.changeId === found.changeId) return false;
    await this.parts.model.update(file, recordOf(step, { changeId: found.changeId, commit: found.commit }));
    return true;
  }

  private async verify({ file, plan }: ShownPlan, step: PlanStep, root: string, again: boolean): Promise<void> {
    // What was found in order once stays so; what was left may be gone by now.
    if (!plan || this.parts.model.leftOverOf(file, step.id)?.length === 0) return;
    const key = `${file}\0${step.id}`;
    if (this.seen.has(key) && !again) return;
    this.seen.add(key);
    const fetched = await this.parts.change.freshBranch(root, !again);
    if (!fetched) return;
    const tree = commitTree(await openRepository(root), fetched.commit);
    const left = await leftOver(step.step, (kind) => inputOf(plan, step, kind), tree, prepareEdits);
    if (left) this.parts.model.setLeftOver(file, step.id, left);
  }
}

/** The step whose branch is checked out in a clone. */
export async function stepCheckedOut(
  model: RetirementModel,
  root: string,
): Promise<{ readonly file: string; readonly step: PlanStep } | undefined> {
  const repository = await openRepository(root);
  const branch = await repository.ask(['symbolic-ref', '--quiet', '--short', 'HEAD']);
  for (const shown of model.all() ?? []) {
    const { file, plan } = shown;
    const id = plan?.steps.find((step) => stepBranchName(plan.topic, step.id) === branch)?.id;
    const step = id === undefined ? undefined : stepOf(shown, id);
    if (step) return { file, step };
  }
  return undefined;
}
