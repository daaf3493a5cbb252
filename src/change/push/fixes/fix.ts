import type { Server } from '../../../gerrit';
import type { MadeEdit, PreparedEdit } from '../../commits/rewrite';
import type { Person } from '../../message/signOff';
import type { PushFixKind, PushFixOf } from '../../rejections/pushFix';
import type { PersonGit } from '../../repository/personGit';
import type { PushRequest } from '../push';
import type { PushPlan } from '../pushPlan';

/**
 * One kind of fix: its button, who can make it, and how. `reach` says which, and so what the kind has to bring:
 * - repository: `prepare` makes it, on commits or git's configuration
 * - request: `request` gives the push as it has to be asked for instead
 * - again: the same push once more; on the way git, ssh or the editor may ask the person
 * - editor: `show` opens what the person needs; a program without an editor cannot
 * - person: theirs to do, and no button helps
 */
export type FixEntry<K extends PushFixKind> = RepositoryFix<K> | RequestFix<K> | AgainFix<K> | EditorFix<K> | PersonFix;

export type FixReach = FixEntry<PushFixKind>['reach'];

/** Some kinds that belong together. */
export type FixGroup = { readonly [K in PushFixKind]?: FixEntry<K> };

interface WithButton<K extends PushFixKind> {
  /** What the button says; undefined where this fix has none. */
  readonly button: string | ((fix: PushFixOf<K>) => string | undefined);
  /** What the fix needs besides the plan; undefined when the person thought better of it: then nothing happens. */
  readonly ask?: (ui: FixUi, fix: PushFixOf<K>, refused: RefusedPush) => Promise<FixInput | undefined>;
}

export interface RepositoryFix<K extends PushFixKind> extends WithButton<K> {
  readonly reach: 'repository';
  /**
   * Changes nothing yet. Undefined where `input` lacks what the fix needs.
   * @throws GitError `nothing-to-do`; TargetError for a chosen name that is none
   */
  readonly prepare: (
    git: PersonGit,
    fix: PushFixOf<K>,
    plan: PushPlan,
    input: FixInput,
  ) => Promise<PreparedEdit | undefined>;
  /** Another edit to offer once this one is made. */
  readonly prepareNext?: (git: PersonGit, input: FixInput) => Promise<PreparedEdit | undefined>;
}

interface RequestFix<K extends PushFixKind> extends WithButton<K> {
  readonly reach: 'request';
  /**
   * Undefined where `input` lacks what the fix needs. The plan stays, except for another branch, which may lack other
   * commits: that is for `planAgain` to find out.
   * @throws TargetError for a chosen name that is none
   */
  readonly request: (request: PushRequest, fix: PushFixOf<K>, input: FixInput) => PushRequest | undefined;
}

interface AgainFix<K extends PushFixKind> extends WithButton<K> {
  readonly reach: 'again';
}

interface EditorFix<K extends PushFixKind> extends WithButton<K> {
  readonly reach: 'editor';
  readonly show: (ui: FixUi, fix: PushFixOf<K>, refused: RefusedPush) => Promise<NextPush | undefined>;
}

interface PersonFix {
  readonly reach: 'person';
  readonly button?: undefined;
  readonly ask?: undefined;
}

/** What a fix needs besides the plan: the person's choice, and what the server knows. */
export interface FixInput {
  /** Who commits and signs off; git's own user by default. For `fix-identity` one of the registered addresses. */
  readonly person?: Person;
  /** Addresses of the person's account: for `sign-off`, which leaves alone what is signed with one of them. */
  readonly account?: readonly string[];
  /** Which of several Change-Ids stays; the server's first by default. */
  readonly keep?: string;
  readonly summary?: string;
  readonly username?: string;
  readonly project?: string;
  readonly branch?: string;
  /** Instead of the one that is unknown; empty leaves them out. */
  readonly reviewer?: string;
  /** For `squash-or-renew`: renew by default. */
  readonly squash?: boolean;
  /** Address of the server's web pages, for `switch-to-https`. */
  readonly webUrl?: string;
  /** Gives the text of the server's commit-msg hook; for `add-change-id`, which installs it where there is none. */
  readonly fetchHook?: () => Promise<string>;
}

/** The push that a fix is for. */
export interface RefusedPush {
  readonly git: PersonGit;
  readonly plan: PushPlan;
  readonly request: PushRequest;
  /** Missing where the address of its web pages is unknown. */
  readonly server: Pick<Server, 'webUrl' | 'commitMsgHook'> | undefined;
  /** Addresses of the person's account, as far as they are known without asking the person. */
  readonly accountEmails: () => Promise<readonly string[]>;
}

/** The push that follows a fix. */
export interface NextPush {
  /** With the plan that the person was shown; without a plan it is for `planAgain`. */
  readonly request: PushRequest;
  readonly recreated?: MadeEdit['recreated'];
}

/** The editor, as fixes see it. What the person leaves with Escape gives undefined. */
export interface FixUi {
  pick<Value>(title: string, choices: readonly (readonly [label: string, value: Value])[]): Promise<Value | undefined>;
  /** @param question.check throws a UserError for text that cannot be used; its message is shown while the person types */
  type(question: {
    readonly title: string;
    readonly prompt?: string;
    readonly value?: string;
    readonly check?: (text: string) => unknown;
  }): Promise<string | undefined>;
  pickBranch(present: string): Promise<string | undefined>;
  openPage(url: string): Promise<void>;
  /** @param path in the working tree */
  openFile(path: string): Promise<void>;
  copy(text: string): Promise<void>;
  amend(): Promise<void>;
  showSourceControl(): Promise<void>;
  /** All that git and the server wrote. */
  showOutput(): Promise<void>;
  /** Asks the server what became of the push, and shows that with what can be done next. */
  askServer(): Promise<NextPush | undefined>;
}

/** A fix that only shows something. */
export const editorFix = <K extends PushFixKind>(
  button: string,
  show: (ui: FixUi, fix: PushFixOf<K>, refused: RefusedPush) => Promise<void>,
): EditorFix<K> => ({
  button,
  reach: 'editor',
  async show(...args) {
    await show(...args);
    return undefined;
  },
});

/** Asks for one of several values; a single one is taken without asking, and none gives nothing. */
export async function askForOne(
  ui: FixUi,
  title: string,
  values: readonly string[],
  inputOf: (value: string) => FixInput,
): Promise<FixInput | undefined> {
  const [only] = values;
  if (values.length < 2) return only === undefined ? {} : inputOf(only);
  const value = await ui.pick(
    title,
    values.map((one) => [one, one] as const),
  );
  return value === undefined ? undefined : inputOf(value);
}
