/**
 * What an edit of a retirement is made of. Edits are made by line rules: a round trip of these hand-kept files through a
 * YAML library rewrites thousands of lines that are nobody's business.
 */
import { UserError } from '../../../base/errors';

/** A place in a file where lines go, come, or both. */
export interface Hunk {
  /** 0-based line of the text before; lines that only come are put before it. */
  readonly line: number;
  /** How many lines go. */
  readonly removed: number;
  /** The lines that come, without line ends. */
  readonly added: readonly string[];
  /** Why, for the person who looks at it: one sentence without a full stop. */
  readonly reason: string;
}

/** A change of one file, whole: what is not in a hunk stays byte for byte. */
export interface FileEdit {
  /** Relative to the top of the repository, with `/`. */
  readonly path: string;
  /** Undefined for a file that is added. For a file that is deleted it may be empty although the file is not. */
  readonly before: string | undefined;
  /** Null: the file is deleted. */
  readonly content: string | null;
  /** Empty for a file that is deleted. */
  readonly hunks: readonly Hunk[];
  readonly reason: string;
}

/** What a rule gives for a step. */
export interface Prepared {
  /** Ordered by path, one for each file that changes; none when everything is done already. */
  readonly edits: readonly FileEdit[];
  /** What only a person can decide, and the step does not say. Where there are any, the edits are not complete. */
  readonly questions: readonly Question[];
  /** What the person should look at, and nothing edits. */
  readonly notes: readonly Note[];
}

/** Prose that names the repository, an entry that covers it by a pattern, and the like. */
export interface Note {
  readonly path: string;
  /** 1-based; undefined where it is about the whole file. */
  readonly line?: number;
  readonly text: string;
}

/** Something that a program cannot know. */
export interface Question {
  /** The key of `params` that takes the answer. */
  readonly param: keyof StepParams;
  /** What is asked, as a question. */
  readonly text: string;
  /** What the answer may be, the likeliest first; missing where it is free text. */
  readonly choices?: readonly string[];
  /** Whether several choices may be taken, or none: the answer is then a list. */
  readonly many?: boolean;
}

/** Thrown by whatever needs an edit that is complete. */
export class OpenQuestions extends UserError<'questions'> {
  constructor(readonly questions: readonly Question[]) {
    super('questions', `Somebody has to decide first: ${questions.map(({ text }) => text).join(' ')}`);
  }
}

/**
 * - not-as-expected: a file that the rules do not understand, or that is broken; nothing of it is edited
 * - missing-file: a file that the step is about is not there
 */
export type RefusalReason = 'not-as-expected' | 'missing-file';

/** Why an edit is not made, with the place. */
export class EditRefused extends UserError<RefusalReason> {
  constructor(
    reason: RefusalReason,
    readonly path: string,
    /** 1-based; undefined where it is about the whole file. */
    readonly line: number | undefined,
    /** What follows the place in the sentence. */
    why: string,
  ) {
    super(reason, `${path}${line === undefined ? '' : `, line ${line}`}: ${why}.`);
  }
}

/** The files of a repository in one state: a working tree, or a commit. Paths are relative, with `/`. */
export interface Tree {
  /** The text of a regular file; undefined when there is none. @throws UserError `too-big`, `unreadable` */
  read(path: string): Promise<string | undefined>;
  /** All files that are tracked below a folder, `''` for all; links and submodules are named too, folders are not. Sorted. */
  list(folder: string): Promise<readonly string[]>;
}

/** The kinds of steps that edit a repository. */
export const EDIT_STEPS = [
  'end-gating',
  'remove-content',
  'governance',
  'requirements',
  'remove-infra',
  'docs',
  'releases',
  'deprecate',
  'noop-jobs',
] as const;
export type EditStep = (typeof EDIT_STEPS)[number];

/** The end of life of a series of a deliverable. */
export interface EndOfLife {
  /** The file, such as `deliverables/yoga/solum.yaml`. */
  readonly path: string;
  /** Such as `yoga-eol`, `2023.1-eol`. */
  readonly version: string;
  readonly projects: readonly { readonly repo: string; readonly hash: string }[];
}

/** What a person decided for a step. All are optional: what is missing has a default, or is asked for. */
export interface StepParams {
  /** Those that this step is about; by default all of the retirement. */
  readonly repositories?: readonly string[];
  /** `retired-on` in legacy.yaml, `YYYY-MM-DD`; by default that of the retirement. */
  readonly date?: string;
  /** How much of an entry of gerrit/projects.yaml the end of gating changes already; missing: nothing. */
  readonly flip?: 'acl-only' | 'acl+description' | 'full';
  /** Files of ACLs, by their base name or path, that an earlier flip left without a user. */
  readonly alsoDeleteAclsIfUnused?: readonly string[];
  /** The release in which it is deprecated, as governance writes it: `2026.2`. */
  readonly deprecated?: string;
  /** The team's name in legacy.yaml where it differs. */
  readonly legacyTeam?: string;
  /** Its name in the list of inactive projects. */
  readonly inactiveName?: string;
  /** Published libraries that no living project needs: they leave the constraints. */
  readonly dists?: readonly string[];
  /** Files of releases that are deleted, whose repositories are flagged `retired`, that become abandoned, and EOL tags. */
  readonly delete?: readonly string[];
  readonly flagRetired?: readonly string[];
  readonly abandon?: readonly string[];
  readonly tags?: readonly EndOfLife[];
}

/** A step with all that its rules read. */
export interface EditInput {
  readonly step: EditStep;
  /** The repository that is edited, such as `openstack/project-config`. */
  readonly repo: string;
  readonly params: StepParams;
  /** All repositories that are retired together, with their namespaces. */
  readonly repositories: readonly string[];
  /** As in governance's projects.yaml, or as the SIG is named in sigs-repos.yaml. */
  readonly team?: string | undefined;
  readonly date?: string | undefined;
  /** The series under development, such as `hibiscus`. */
  readonly cycle?: string | undefined;
  /** What to use instead; null when it was decided that there is nothing. */
  readonly alternative?: { readonly name: string; readonly url: string } | null | undefined;
  /** Channel for questions, without `#`; null leaves the sentence out. */
  readonly irc?: string | null | undefined;
}
