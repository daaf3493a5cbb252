import type { Footer } from './footers';
import type { CommitMessage, ParseOptions } from './message';
import type { Person } from './signOff';
import type { TextEdit } from './textEdit';

/** `error`: the server or Zuul would refuse or misread the message; less is advice. */
export type Severity = 'error' | 'warning' | 'information' | 'hint';

export interface Fix {
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

/** Lines and columns are 0-based, columns in UTF-16 units, the end column not included. */
export interface Finding {
  readonly code: string;
  readonly severity: Severity;
  readonly line: number;
  readonly startColumn: number;
  readonly endColumn: number;
  /** What is wrong and why it matters. */
  readonly message: string;
  /** Where the rule comes from. */
  readonly source: string;
  /** The likeliest first. */
  readonly fixes: readonly Fix[];
}

/** A change another message depends on, as far as it is known without asking now. */
export interface KnownChange {
  readonly number: number;
  readonly project: string;
  readonly branch: string;
  readonly status: 'NEW' | 'MERGED' | 'ABANDONED';
}

/** What is known besides the text. Everything may be missing: then nothing is claimed that needs it. */
export interface CheckContext {
  /**
   * - input: typed beside the button that commits, so what is absent may yet come
   * - edit: about to be committed; hooks may still add to it. The default
   * - push: in a commit, and no hook will touch it any more
   */
  readonly stage?: 'input' | 'edit' | 'push';
  /** Who commits, for the sign-off that a fix adds. */
  readonly person?: Person;
  readonly authorEmail?: string;
  readonly committerEmail?: string;
  /** All addresses registered with the person's Gerrit account. */
  readonly accountEmails?: readonly string[];
  /** Gerrit's project, such as `openstack/nova`. */
  readonly project?: string;
  readonly branch?: string;
  /** What the server said for this project (`use_signed_off_by`, `require_change_id`). */
  readonly signOffRequired?: boolean;
  readonly changeIdRequired?: boolean;
  /** How many parents the commit has. */
  readonly parents?: number;
  /** By number; only changes that were looked up. */
  readonly changes?: ReadonlyMap<number, KnownChange>;
  /** Numbers that the server was asked for and shows everyone no change of. */
  readonly missingChanges?: ReadonlySet<number>;
  /** By Change-Id, one for each branch and project that has it. */
  readonly changesById?: ReadonlyMap<string, readonly KnownChange[]>;
  readonly gerritHost?: string;
  /** Whether the commit is made with `--signoff`: git adds the committer's, which Gerrit takes. */
  readonly signsOff?: boolean;
  /** What is a comment; none in a message out of the history. */
  readonly comment?: ParseOptions['comment'];
  readonly keepsComments?: ParseOptions['keepsComments'];
  /** Makes the id for a fix; random by default. */
  readonly newChangeId?: () => string;
}

/** How the text is read. */
export const parseOptions = ({ comment = '#', keepsComments = false }: CheckContext): ParseOptions => ({
  comment,
  keepsComments,
});

/** What every rule is given. */
export interface Checked {
  readonly message: CommitMessage;
  readonly context: CheckContext;
  /** The footers as Gerrit would read them. */
  readonly footers: readonly Footer[];
}

export type Rule = (checked: Checked) => Finding[];
