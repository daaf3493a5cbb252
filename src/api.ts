/**
 * The API that `activate()` returns, for other extensions and for tests:
 *
 *     const extension = vscode.extensions.getExtension<Api>('openstack-contributor.openstack-contributor');
 *     const api = await extension?.activate();
 *
 * Each feature offers its main job here without its views. Within one `version` members are only added.
 * Ranges are `vscode.Range` (0-based); every other line number is 1-based, as in a coverage report, where nothing else is said.
 */
import type { CancellationToken, Event, Range, Uri } from 'vscode';
import type { EditQuestion, PlanParameters, PlanStatus, RetirementPlan } from './retirement';

export interface Api {
  readonly version: 1;
  readonly coverage: CoverageApi;
  readonly style: StyleApi;
  readonly testing: TestingApi;
  readonly change: ChangeApi;
  readonly retirement: RetirementApi;
}

export interface CoverageApi {
  /**
   * Reads a report (Cobertura XML, coverage.py JSON or Istanbul JSON) and shows it in place of the reports that were
   * found for its folder: the workspace folder that contains it, else the only workspace folder or, of several, the one
   * that holds most of its files, else the folder it is in.
   * Throws an error with a `reason` (`truncated`, `malformed`, `too-large`, `not-a-report`, `unsupported`, ...) when the
   * file cannot be read; what was shown before stays.
   */
  load(report: Uri): Promise<CoverageSummary>;

  /** Reads the reports of all workspace folders again and waits until they are shown. */
  refresh(): Promise<void>;

  /** What is shown at the moment, one summary a folder that has a report. */
  summaries(): CoverageSummary[];

  /**
   * The untested places of a file, from top to bottom, in the text as it is in the editor now, or on disk.
   * Lines that changed since the report was made are not in it. Empty: every measured line is tested.
   * Undefined: the file is not measured, or its text cannot be tied to what the report measured.
   */
  untested(file: Uri): UntestedPlace[] | undefined;

  /**
   * The text of `coverage report -m` for the report of a folder, made here; lines carry no trailing spaces.
   * Without an argument: of the folder whose report was shown last. Empty when there is no report.
   */
  reportText(folder?: Uri): string;

  /**
   * Keeps the present report as the baseline that `change()` compares with, until `clearBaseline()`.
   * Without it the baseline is the report before the present one.
   */
  setBaseline(name?: string): Promise<void>;
  clearBaseline(): Promise<void>;

  /** The way from the baseline to the present report; all zero when there is no baseline. */
  change(folder?: Uri): CoverageChange;

  /**
   * The coverage of the lines that this branch changed, uncommitted ones included, against the merge base with `base`:
   * a branch, tag or commit; by default what the setting or `.gitreview` says.
   * Throws an error with a `reason` (`no-base`, `unknown-ref`, `not-a-repository`, `untrusted`, ...).
   */
  patch(base?: string, folder?: Uri): Promise<PatchCoverage>;

  /** Fires after any of the above may answer differently. */
  readonly onDidChange: Event<void>;
}

export interface CoverageCounts {
  readonly statements: number;
  readonly missed: number;
  readonly branches: number;
  /** Branches not taken that start at a line that ran. */
  readonly partialBranches: number;
  /** All branches not taken. */
  readonly missedBranches: number;
}

export interface CoverageSummary extends CoverageCounts {
  /** The folder the report belongs to. */
  readonly folder: Uri;
  readonly reports: readonly Uri[];
  /** When the newest of the reports was written, in milliseconds since the epoch. */
  readonly writtenAt: number;
  /** As `coverage report` counts, branches included, from 0 to 100, not rounded. */
  readonly percent: number;
  readonly files: number;
  /** Measured files that are not on this disk, or could be several. */
  readonly unresolved: readonly { readonly name: string; readonly reason: 'missing' | 'ambiguous' }[];
  /**
   * Where a report lists fewer lines than its header counts, the two numbers: of files with the same name below several
   * sources `coverage xml` writes only one. The counts above are those of the lines that are listed.
   */
  readonly incomplete?: { readonly listed: number; readonly counted: number };
}

export interface UntestedPlace {
  /**
   * Whole lines, from the first to the last that `coverage report` names. A statement that goes on over more lines is
   * marked to its end in the editor; here its first line stands for it.
   */
  readonly range: Range;
  /** `missing`: no test runs these lines. `partial`: they run, but not every way out of the line is taken. */
  readonly kind: 'missing' | 'partial';
  /** For `partial`: where the branches not taken lead, as 1-based lines of the measured text. */
  readonly missingBranches?: readonly (number | 'exit')[];
}

export interface CoverageChange {
  /** The name of the baseline; undefined where there is none to compare with. */
  readonly baseline: string | undefined;
  readonly before: CoverageCounts & { readonly percent: number };
  readonly after: CoverageCounts & { readonly percent: number };
  /** Files in which anything differs. */
  readonly files: readonly FileChange[];
  /** One sentence, such as `8 more lines tested: 62% to 64%`. */
  readonly text: string;
}

export interface FileChange {
  readonly name: string;
  /** Undefined for a file that was not measured then. */
  readonly before: (CoverageCounts & { readonly percent: number }) | undefined;
  readonly after: (CoverageCounts & { readonly percent: number }) | undefined;
  /** 1-based lines of the text measured now. */
  readonly newlyTested: readonly number[];
  readonly newlyUntested: readonly number[];
  /** Lines that flipped though neither they nor, in the case of the same tree, anything else changed. */
  readonly noise: readonly number[];
}

export interface PatchCoverage {
  /** The commit that was compared with, and how it was named. */
  readonly base: { readonly ref: string; readonly commit: string };
  /** Measured lines among the changed ones. */
  readonly lines: number;
  readonly missed: number;
  /** From 0 to 100, not rounded; 100 when no measured line changed. */
  readonly percent: number;
  readonly files: readonly PatchFile[];
}

export interface PatchFile {
  readonly name: string;
  readonly file: Uri;
  /** 1-based measured lines among the changed ones. */
  readonly lines: readonly number[];
  readonly missing: readonly number[];
}

export interface TestingApi {
  /**
   * Runs tests and waits for their end: ids of tests as `stestr list` prints them, or dotted names of packages, modules
   * and classes; without any, all tests of the window. The Testing view shows the run as one of its own.
   * `coverage` measures it and adds the lines that ran to what the full report knows; `contexts` also notes which test
   * runs each line. Throws an error with a `reason` (`untrusted`, `no-environment`, `no-coverage`, `unknown-test`, ...).
   */
  run(
    ids?: readonly string[],
    options?: { readonly coverage?: boolean; readonly contexts?: boolean; readonly token?: CancellationToken },
  ): Promise<TestRunSummary>;

  /**
   * Resolves once the test files of all folders are read, and what runs with `contexts` noted of them; until then
   * `testsOf` knows only those that are.
   */
  ready(): Promise<void>;

  /** All test ids of a folder as its runner lists them. This imports the test modules: trusted workspaces only. */
  list(root: Uri): Promise<string[]>;

  /**
   * The test modules that belong to a source file, best first; of a test module itself. Where runs with `contexts` noted
   * what its tests run, that decides; else the rule of mirrored paths, then names, then imports, which are read when a
   * file is first asked about whose name does not decide. `run` takes these names.
   */
  testsOf(file: Uri): string[];

  /**
   * The ids of the tests that run a line, 1-based, of the text as it is now, as the last run with `contexts` noted.
   * Scenarios of a test, and classes that inherit it, are noted as one, so all of them are given. Empty: no test ran it.
   * Throws an error with a `reason`: `no-contexts` (no run noted them), `not-measured`, `line-changed`, `untrusted`, ...
   */
  testsOfLine(file: Uri, line: number): Promise<string[]>;

  /** What the tests of a folder run with; undefined when there is nothing, or the workspace is not trusted. */
  environment(root: Uri): Promise<TestEnvironment | undefined>;
}

export interface TestEnvironment {
  readonly python: Uri;
  /** Name of the tox environment that it belongs to. */
  readonly tox: string | undefined;
  /** `browsed`: a person chose it from the disk. */
  readonly source: 'setting' | 'tox' | 'python-extension' | '.venv' | 'browsed';
}

export interface TestRunSummary {
  /** `crashed`: the runner ended without an outcome for each test, or named none. Failing tests alone are `finished`. */
  readonly outcome: 'finished' | 'cancelled' | 'crashed';
  readonly ran: number;
  /** Expected failures are among them. */
  readonly passed: number;
  /** Unexpected successes are among them. */
  readonly failed: number;
  /** Tests that should have an outcome and have none, and each class or module whose fixture, as tearDownClass, failed. */
  readonly errored: number;
  readonly skipped: number;
  readonly notRun: number;
  /** testr's line, such as `Ran 59 (+1) tests in 0.824s (-0.016s)`, or why the run did not finish. */
  readonly text: string;
  /** With the classes and modules that `errored` counts. */
  readonly tests: readonly { readonly id: string; readonly state: string; readonly seconds: number | undefined }[];
}

export interface StyleApi {
  /**
   * Checks files as they are on disk with flake8 and ruff as their project runs them, shows what they find in Problems,
   * and gives it. A file that the project's own commands do not check has no findings.
   * Throws an error with a `reason` (`untrusted`, `no-folder`, `flake8-missing`, `flake8-plugin`,
   * `flake8-configuration`, `hacking-python`, `flake8-crash`, ...) when flake8 could not look; `superseded` when a newer
   * check of the same files took the place of this one.
   */
  check(files: Uri[]): Promise<Finding[]>;
}

export interface Finding {
  readonly file: Uri;
  readonly range: Range;
  /** `H301`; undefined where a tool has no codes. */
  readonly code: string | undefined;
  readonly message: string;
  /** The program that said it, such as `flake8`. */
  readonly tool: string;
  readonly severity: 'error' | 'warning' | 'information' | 'hint';
}

export interface ChangeApi {
  /**
   * What is wrong with a commit message, in the order of its lines; comments and what follows git's scissors do not
   * count. Without a context nothing is said that depends on the project, the person or the commit. Asks nobody.
   */
  check(message: string, context?: MessageContext): MessageFinding[];

  /**
   * The message with a Change-Id where Gerrit's commit-msg hook would add one, and with the sign-off of the person who
   * commits in the first folder that is open, when git's configuration names them, the message has none and the setting
   * does not say otherwise. A message that has both comes back as it is, an empty one too.
   */
  complete(message: string): string;

  /**
   * Pushes the commits of a working tree for review, with progress and Cancel, and without the dialog: nothing is set
   * that `options` do not say. A push that the server refuses is a result. Throws an error with a `reason`
   * (`untrusted`, `no-gitreview`, `bad-branch`, `bad-option`, `changed-meanwhile`, `review-hook-failed`, `git-failed`, ...)
   * when it could not be tried.
   */
  push(root: Uri, options?: PushOptions): Promise<PushResult>;

  /**
   * Runs the checks of My Change that are switched on, all at the same time. A check that could not look is `unknown`
   * and says why. Throws an error with a `reason` when there is no change to look at (`untrusted`, `no-gitreview`, ...).
   */
  preflight(root: Uri, token?: CancellationToken): Promise<PreflightResult>;
}

export interface PushOptions {
  /** Other than what `.gitreview` and git's configuration say. */
  readonly branch?: string;
  readonly remote?: string;
  /** Never set unasked; an empty one takes the topic away. */
  readonly topic?: string;
  /** Addresses or user names. */
  readonly reviewers?: readonly string[];
  readonly cc?: readonly string[];
  readonly hashtags?: readonly string[];
  /** Missing: the change stays what it is. */
  readonly state?: 'wip' | 'ready';
  readonly visibility?: 'private' | 'remove-private';
  /** Describes the patch set. */
  readonly message?: string;
  readonly token?: CancellationToken;
}

export interface PushResult {
  /**
   * `accepted`: the server said so. `refused`: it said no. `failed`: it was not reached, or did not let us in.
   * `unknown`: the connection ended before the answer, and the server could not be asked.
   */
  readonly outcome: 'accepted' | 'refused' | 'failed' | 'cancelled' | 'unknown';
  /** The connection ended early, and the outcome is what the server said when it was asked afterwards. */
  readonly settled: boolean;
  /** What was pushed to, such as `refs/for/master%wip`. */
  readonly ref: string;
  /** Made or updated; base first. */
  readonly changes: readonly PushedChange[];
  /** Why not; empty when accepted. */
  readonly rejections: readonly PushRejection[];
  /** Lines of the server, then those of git and ssh. */
  readonly output: readonly string[];
}

export interface PushedChange {
  readonly number: number;
  /** As people paste it; a `Uri` would write its `+` in another way. */
  readonly url: string;
  readonly subject: string;
  readonly isNew: boolean;
  readonly wip: boolean;
  /** The last three where they are known. */
  readonly patchSet?: number;
  readonly changeId?: string;
  readonly commit?: string;
}

export interface PushRejection {
  /** Such as `missing-change-id`; `unknown` for words that are not recognised. */
  readonly reason: string;
  readonly title: string;
  readonly meaning: string;
  /** The server's own words. */
  readonly quote: string;
  /** What would fix it, the likeliest first. */
  readonly fixes: readonly PushFix[];
  readonly commit?: string;
}

export interface PushFix {
  /** Such as `sign-off`. */
  readonly kind: string;
  /**
   * `repository`: commits or git's configuration have to change; the button shows it first. `request`: push with other
   * options. `again`: push again; the person may be asked on the way. `editor`: the person is shown something, so only
   * the editor can. `person`: theirs to do, such as splitting a change.
   */
  readonly by: 'repository' | 'request' | 'again' | 'editor' | 'person';
  /** Title of the button that does it; missing where no button can. */
  readonly button?: string;
}

export interface PreflightResult {
  /** `advice`: worth a look, and a push is taken all the same. `refused`: the server or Zuul would not take it. */
  readonly outcome: 'ready' | 'advice' | 'refused' | 'cancelled';
  readonly checks: readonly PreflightCheck[];
}

export interface PreflightCheck {
  /** Such as `sign-off`, as in the setting that switches checks off. */
  readonly name: string;
  readonly title: string;
  readonly state: 'passed' | 'advice' | 'refused' | 'unknown' | 'off' | 'cancelled';
  /** One line. */
  readonly text: string;
  /** The full id, where it is about one commit. */
  readonly commit?: string;
  /** Lines are 0-based. */
  readonly places: readonly { readonly text: string; readonly file: Uri; readonly line: number }[];
}

/** What is known besides the text; all of it may be missing. */
export interface MessageContext {
  /** `push`: the message is in a commit and no hook will touch it any more. Default `edit`. */
  readonly stage?: 'edit' | 'push';
  /** Gerrit's name, such as `openstack/nova`, and the branch that the change is for. */
  readonly project?: string;
  readonly branch?: string;
  readonly authorEmail?: string;
  readonly committerEmail?: string;
  /** All addresses of the person's Gerrit account. */
  readonly accountEmails?: readonly string[];
  /** What the server says for the project. */
  readonly signOffRequired?: boolean;
  readonly changeIdRequired?: boolean;
  /** How many parents the commit has. */
  readonly parents?: number;
  /** What begins a comment, `#` by default; `false` for a message out of the history, where every line counts. */
  readonly comment?: string | false;
}

export interface MessageFinding {
  /** Such as `summary-length`; codes stay the same within a version. */
  readonly code: string;
  /** `error`: the server or Zuul would refuse or misread the message; less is advice. */
  readonly severity: 'error' | 'warning' | 'information' | 'hint';
  /** 0-based. */
  readonly line: number;
  readonly message: string;
}

export interface RetirementApi {
  /**
   * The plan of a retirement: its steps in order, with what each waits for. The same value as its file, whose format is
   * schemas/retirement.schema.json. Throws an error with the `reason` `bad-parameters`.
   */
  plan(parameters: PlanParameters): RetirementPlan;

  /**
   * Where a plan stands by what its Gerrit server says now: a state for each step, and the one that is next. Where the
   * server cannot be asked, `problem` says why. Throws an error with a `reason` (`untrusted`, `bad-request`).
   */
  status(plan: RetirementPlan): Promise<PlanStatus>;

  /**
   * What a step changes in a clone, or in any folder with the repository's files; nothing is written. None: all is done.
   * `step` has `step`, `repo`, `params` and the retirement's `repositories`, `team`, `date`, `cycle`, `alternative` and
   * `irc`. Throws an error with a `reason`: `questions` for what only a person can decide and the step does not say (its
   * `questions` are `RetirementQuestion`s), `not-as-expected` and `missing-file` with `path` and `line` (1-based),
   * `bad-input`, `too-big`, `unreadable`.
   */
  edits(step: RetirementStep, clone: Uri): Promise<RetirementEdit[]>;
}

export type { PlanParameters, PlanStatus, RetirementPlan };
export type RetirementQuestion = EditQuestion;

/** As in src/retirement/edits/lines/edit.ts (`EditInput`), which checks it; other keys do not count. */
export interface RetirementStep {
  readonly step: string;
  /** The repository that is edited, such as `openstack/project-config`. */
  readonly repo: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly repositories: readonly string[];
  readonly team?: string | null;
  readonly date?: string | null;
  readonly cycle?: string | null;
  readonly alternative?: { readonly name: string; readonly url: string } | null;
  readonly irc?: string | null;
}

export interface RetirementEdit {
  /** Relative to the top of the repository, with `/`. */
  readonly path: string;
  /** The whole text afterwards; null: the file is deleted. */
  readonly content: string | null;
  readonly reason: string;
}
