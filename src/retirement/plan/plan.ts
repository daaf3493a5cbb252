/**
 * A plan: the retirement of repositories as one file that a person keeps, edits, sends and hands over. It holds what was
 * decided and done, and nothing of a machine: no paths, no commands. What a server says of its changes is not in it
 * (status/), nor where the clones are (clones/).
 */
import type { EDIT_STEPS, StepParams } from '../edits/lines/edit';

/** The version of the file's format. Readers refuse what is newer. */
export const PLAN_VERSION = 1;

/**
 * In the order of the guide. The last three are a deprecation's own, in place of `governance`, `end-gating` and
 * `remove-infra`. `announce`, `references`, `openstack-map` and `abandon-changes` edit nothing by a rule.
 */
export const STEP_KINDS = [
  'announce',
  'end-gating',
  'abandon-changes',
  'remove-content',
  'governance',
  'requirements',
  'references',
  'remove-infra',
  'docs',
  'releases',
  'openstack-map',
  'deprecate',
  'noop-jobs',
  'restore-jobs',
] as const satisfies readonly string[];
export type StepKind = (typeof STEP_KINDS)[number] | (typeof EDIT_STEPS)[number];

export interface Plan {
  /** PLAN_VERSION; this key also says what the file is. */
  readonly retirement: number;
  readonly kind: 'retire' | 'deprecate';
  /** Who retires it: only the Technical Committee changes the ACL before the content is gone. */
  readonly by: 'owner' | 'tc';
  /** Whether governance comes before the clean-up of the infrastructure, as the guide says, or after it. */
  readonly order: 'guide' | 'practice';
  /** As in governance's projects.yaml. */
  readonly team: string;
  /** The team itself goes, not some of its repositories. */
  readonly wholeTeam: boolean;
  /** With their namespaces, such as `openstack/freezer-dr`. */
  readonly repositories: readonly string[];
  /** What to use instead; null: there is nothing. */
  readonly alternative: { readonly name: string; readonly url: string } | null;
  /** Channel for questions, without `#`. */
  readonly irc: string;
  /** `retired-on`, `YYYY-MM-DD`; missing: not decided yet. */
  readonly date?: string | undefined;
  /** The series under development when it ended, such as `hibiscus`. */
  readonly cycle?: string | undefined;
  /** Address of the announcement in the archive of the mailing list. */
  readonly thread?: string | undefined;
  /** Address of the decision: a change of governance, minutes, a bug. */
  readonly decision?: string | undefined;
  /** The one topic of all changes. */
  readonly topic: string;
  /** Address of the Gerrit server, with a slash at its end. */
  readonly server: string;
  readonly steps: readonly PlanStep[];
}

export interface PlanStep {
  /** Unique within the plan: the kind, for several of one kind with the repository's name, `remove-content-solum`. */
  readonly id: string;
  readonly step: StepKind;
  /** The repository of the change; missing where the step is no change. */
  readonly repo?: string | undefined;
  /** Ids of the steps that must be over first. */
  readonly after: readonly string[];
  /** What was decided for the edit. */
  readonly params?: StepParams | undefined;
  /** The change, from the commit on: the Change-Id is known before the number. */
  readonly changeId?: string | undefined;
  readonly change?: number | undefined;
  /** The patch set that this plan pushed last, and its commit. */
  readonly patchSet?: number | undefined;
  readonly commit?: string | undefined;
  /** A person's word that it is over without a merged change. */
  readonly closed?: Closed | undefined;
  /** What was decided about the references that were found; only of a step `references`. */
  readonly decisions?: readonly ReferenceDecision[] | undefined;
}

export interface Closed {
  readonly as: 'done' | 'skipped';
  readonly reason: string;
  /** `YYYY-MM-DD`. */
  readonly on: string;
}

export interface ReferenceDecision {
  readonly repo: string;
  readonly path: string;
  /** The line that names the retired repository, without spaces at its ends: line numbers move. */
  readonly text: string;
  readonly decision: 'remove' | 'keep' | 'later';
  readonly reason?: string | undefined;
}
