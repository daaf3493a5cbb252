/** The state of a step and of a plan, and what they are found out from. */
import type { Change, ChangeMessage } from '../../gerrit';
import type { PlanStep } from '../plan/plan';

/**
 * - closed: a person said that it is done or skipped
 * - merged: its change is, and the tree is as it should be where that is known
 * - unfinished: its change is merged, and the tree shows that something is left
 * - waiting: something before it is not over
 * - due: it can be done now
 * - in-review: its change is open, and nobody is against it
 * - blocked: its change is open, and somebody voted against it
 * - changed: its change has a newer patch set than the one that this plan pushed, by somebody else
 * - abandoned: its change is
 * - wrong-change: the change in the plan is not that of this step, or nobody may see it
 */
export type StepState =
  | 'closed'
  | 'merged'
  | 'unfinished'
  | 'waiting'
  | 'due'
  | 'in-review'
  | 'blocked'
  | 'changed'
  | 'abandoned'
  | 'wrong-change';

export interface Blocker {
  readonly label: string;
  readonly value: number;
  readonly by: string;
  /** What was said with the vote, one line; undefined where nothing was, or it is not known. */
  readonly message: string | undefined;
}

export interface StepStatus {
  readonly id: string;
  readonly state: StepState;
  /** Ids of the steps before it that are not over. */
  readonly waitsFor: readonly string[];
  readonly change: Change | undefined;
  readonly blockers: readonly Blocker[];
  /** Who made the newer patch set, where that is known. */
  readonly changedBy: string | undefined;
  /** What is left in the tree that was merged; empty where it was verified, undefined where it was not. */
  readonly leftOver: readonly string[] | undefined;
  /** One line for the view, without a full stop. */
  readonly words: string;
}

export interface PlanStatus {
  /** In the order of the plan. */
  readonly steps: readonly StepStatus[];
  /** Id of the next step; undefined when all are over. */
  readonly next: string | undefined;
  /** When the oldest answer of the server was asked for, in milliseconds since the epoch; undefined without changes. */
  readonly asOf: number | undefined;
  /** Why the server did not answer the last time. */
  readonly problem: string | undefined;
}

/** What is known outside of the plan. */
export interface Known {
  /** Of a step with a change; `missing`: the server shows everyone none; undefined: it was not asked yet. */
  readonly changeOf: (step: PlanStep) => Change | 'missing' | undefined;
  /** What was said on a change, the newest last. */
  readonly messagesOf: (change: number) => readonly ChangeMessage[];
  /** What is left after a step was merged; undefined where nobody looked. */
  readonly leftOverOf: (step: PlanStep) => readonly string[] | undefined;
  readonly asOf: number | undefined;
  readonly problem: string | undefined;
  /** Milliseconds since the epoch. */
  readonly now: number;
}
