import { once } from 'node:events';
import * as vscode from 'vscode';
import { coalesce, debounce } from '../../../base/coalesce';
import { tokenOf } from '../../../base/editor/cancellation';
import { setting } from '../../../base/editor/settings';
import { DisposableStore, Emitter } from '../../../base/emitter';
import { messageOf, UserError } from '../../../base/errors';
import type { Log } from '../../../base/log';
import type { Server, Servers } from '../../../gerrit';
import { diskFiles } from '../../../project/files';
import { commonFolder, gitFolder } from '../../commits/commit';
import { appliesCheck } from '../../preflight/appliesCheck';
import { backportCheck } from '../../preflight/backportCheck';
import type { Check, CheckName, CheckResult } from '../../preflight/check';
import { commitChecks, type DescribePullRequest } from '../../preflight/commitChecks';
import { type Preflight, type PreflightOptions, runPreflight } from '../../preflight/preflight';
import { askServer, type MyChange, readMyChange } from '../../preflight/readMyChange';
import { releaseNoteCheck } from '../../preflight/releaseNoteCheck';
import type { OwnPushes } from '../../push/ownPushes';
import type { RepositoryFacts } from '../../repository/repositoryFacts';
import { pagesOf } from '../../repository/serverPages';
import type { ReviewTarget } from '../../repository/target';
import type { AccountAddresses } from '../../server/accountAddresses';
import type { MessageServices } from '../message/openMessage';
import { repositoryRoots } from '../message/pickRepository';
import { type OtherFeatures, otherChecks } from './otherChecks';

/** After the last thing that git wrote: a rebase writes many times. */
const REST_MS = 500;

/** What is known of the change in one working tree. */
export interface RootChange {
  /** Absolute path of the working tree. */
  readonly root: string;
  readonly facts: RepositoryFacts;
  /** Missing: `problem` says why. */
  readonly change?: MyChange;
  readonly problem?: UserError;
  readonly server?: Server;
  /** Of the quick checks as of now, and of the others since they ran last for this HEAD. */
  readonly results: readonly CheckResult[];
  /** When the checks ran that run something, in milliseconds since the epoch. */
  readonly checkedAt?: number;
}

export interface MyChangeParts {
  readonly services: MessageServices;
  readonly log: Log;
  readonly others: OtherFeatures;
  readonly describePullRequest?: DescribePullRequest;
  readonly servers: Servers;
  readonly addresses: AccountAddresses;
  readonly ownPushes: OwnPushes;
}

/** The person's change in each folder that is open, brought up to date as git writes. Reads nothing before `start`. */
export class MyChangeModel implements vscode.Disposable {
  private readonly store = new DisposableStore();
  /** Of each root that is read; the roots' folders come and go, what git writes in them is watched all the while. */
  private readonly watchers = new Map<string, DisposableStore>();
  private readonly changed = this.store.add(new Emitter<void>());
  readonly onDidChange = this.changed.event;
  private known = new Map<string, RootChange>();
  private started: Promise<void> | undefined;
  private isRead = false;
  private failed: UserError | undefined;

  constructor(private readonly parts: MyChangeParts) {}

  /** Reads all roots, once; resolves when they are known. */
  start(): Promise<void> {
    if (!this.started) {
      const again = (): void => void this.refresh();
      this.store.add(vscode.workspace.onDidChangeWorkspaceFolders(again));
      this.store.add(vscode.workspace.onDidGrantWorkspaceTrust(again));
      const later = debounce(again, REST_MS);
      // A repository that is made or cloned into a folder that is open.
      const made = this.store.add(vscode.workspace.createFileSystemWatcher('**/.git/HEAD', false, true, false));
      this.store.add(made.onDidCreate(later));
      this.store.add(made.onDidDelete(later));
      this.store.add({ dispose: () => later.cancel() });
      this.store.add(this.parts.services.repositories.onDidChange(later));
      // What another part of the window learned of a change, such as while its number was typed.
      const learned = debounce(() => void this.lookAtAll(), REST_MS);
      this.store.add(this.parts.servers.onDidLearn(learned));
      this.store.add({ dispose: () => learned.cancel() });
      if (this.parts.others.coverage) this.store.add(this.parts.others.coverage.onDidChange(later));
      this.started = this.refresh();
    }
    return this.started;
  }

  /** Undefined until they have been read once. */
  roots(): readonly RootChange[] | undefined {
    return this.isRead ? [...this.known.values()] : undefined;
  }

  of(root: string): RootChange | undefined {
    return this.known.get(root);
  }

  /** Reads everything again: what git tells is shown at once, then what the servers say and the checks find. */
  async refresh(): Promise<void> {
    await this.readAll();
    await this.lookAtAll();
  }

  /** Why no working tree could be read at all, such as git that is not there. */
  get failure(): UserError | undefined {
    return this.failed;
  }

  /** The servers are asked at the next reading, whatever is known. */
  forgetServers(): void {
    this.parts.servers.askAgain();
    this.parts.addresses.retry();
  }

  /**
   * Reads the change again and runs all its checks; what they found stays in the view.
   * @throws what reading throws: TargetError, UserError of git, `untrusted`
   */
  async preflight(
    root: string,
    options: Pick<PreflightOptions, 'signal' | 'onDone'>,
  ): Promise<Preflight & { readonly change: MyChange }> {
    await this.parts.services.repositories.git(root);
    const read = await this.readChange(root);
    const change = await orAborted(this.asked(read), options.signal, read.change);
    const checks = this.checksOf(read.facts, read.server);
    const preflight = await runPreflight(change, checks, { ...options, isOn: (name) => isOn(name, root) });
    this.known.set(root, { ...read, change, results: preflight.results, checkedAt: Date.now() });
    this.changed.fire();
    return { ...preflight, change };
  }

  dispose(): void {
    this.store.dispose();
    for (const watcher of this.watchers.values()) watcher.dispose();
  }

  private async findRoots(): Promise<string[]> {
    this.failed = undefined;
    try {
      return await repositoryRoots(this.parts.services);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      this.parts.log.error(`My Change: ${error.message}`);
      this.failed = error;
      return [];
    }
  }

  private readonly readAll = coalesce(async (): Promise<void> => {
    const roots = vscode.workspace.isTrusted ? await this.findRoots() : [];
    await this.watchOnly(roots);
    const read = await Promise.all(roots.map((root) => this.read(root)));
    this.known = new Map(read.map((of) => [of.root, this.withOlder(of)]));
    this.isRead = true;
    this.changed.fire();
  });

  /** Apart from reading, so that a server that takes its time holds up nothing of what git tells. */
  private readonly lookAtAll = coalesce(async (): Promise<void> => {
    await Promise.all([...this.known.values()].map((of) => this.lookAt(of)));
    this.changed.fire();
  });

  private async lookAt(of: RootChange): Promise<void> {
    if (!of.change) return;
    const { root, facts, server } = of;
    const change = await this.asked({ ...of, change: of.change });
    const quick = this.checksOf(facts, server).filter(({ isQuick }) => isQuick);
    const { results } = await runPreflight(change, quick, {
      signal: new AbortController().signal,
      isOn: (name) => isOn(name, root),
    });
    // What was read or checked meanwhile is newer, and looked at by itself.
    if (this.known.get(root) !== of) return;
    const names = new Set(quick.map(({ name }) => name));
    this.known.set(root, {
      ...of,
      change,
      results: [...results, ...of.results.filter(({ name }) => !names.has(name))],
    });
  }

  private async read(root: string): Promise<RootChange> {
    try {
      return { ...(await this.readChange(root)), results: [] };
    } catch (error) {
      const facts = await this.parts.services.repositories.facts(root);
      const problem = await this.problemOf(root, error);
      this.parts.log.info(`The change in ${root} is not known: ${messageOf(error)}`);
      return { root, facts, problem, results: [] };
    }
  }

  /** Before the first commit git says of many things that they fail. */
  private async problemOf(root: string, error: unknown): Promise<UserError> {
    if (error instanceof UserError && error.reason !== 'git-failed') return error as UserError;
    try {
      await (await this.parts.services.repositories.git(root)).head();
    } catch (why) {
      if (why instanceof UserError) return why as UserError;
    }
    return error instanceof UserError ? (error as UserError) : new UserError('unexpected', messageOf(error));
  }

  /** As git tells it, with what the server said before. */
  private async readChange(root: string) {
    const facts = await this.parts.services.repositories.read(root);
    const change = await readMyChange(root, (target) => {
      const server = this.serverOf(target, facts);
      return (
        server &&
        this.parts.ownPushes.over({
          webUrl: server.webUrl,
          changesById: (ids) => Promise.resolve(server.knownChangesById(ids)),
        })
      );
    });
    const server = this.serverOf(change.plan.target, facts);
    return { root, facts, change, ...(server ? { server } : {}) };
  }

  private asked({ change, server }: { readonly change: MyChange; readonly server?: Server }): Promise<MyChange> {
    return server ? askServer(change, this.parts.ownPushes.over(server)) : Promise.resolve(change);
  }

  /** What was found of a commit stays until it is looked at again; what ran something holds while the same is checked out. */
  private withOlder(of: RootChange): RootChange {
    const before = this.known.get(of.root);
    if (!before?.change || !of.change) return of;
    const isSame = before.change.plan.head === of.change.plan.head;
    const commits = new Set<string | undefined>(of.change.commits.map(({ commit }) => commit));
    const results = before.results.filter(({ commit }) => (commit === undefined ? isSame : commits.has(commit)));
    return { ...of, results, ...(isSame && before.checkedAt !== undefined ? { checkedAt: before.checkedAt } : {}) };
  }

  private checksOf(facts: RepositoryFacts, server: Server | undefined): Check[] {
    const policy = setting('change.signOff', vscode.Uri.file(facts.root));
    const { others, describePullRequest, addresses, ownPushes } = this.parts;
    return [
      ...commitChecks({
        facts,
        policy,
        addresses,
        ...(server ? { server } : {}),
        ...(describePullRequest ? { describePullRequest } : {}),
      }),
      backportCheck(server && { ...ownPushes.over(server), branches: (project) => server.branches(project) }),
      appliesCheck,
      releaseNoteCheck(diskFiles),
      ...otherChecks(others, tokenOf),
    ];
  }

  private serverOf(target: ReviewTarget, { review, server: pages }: RepositoryFacts): Server | undefined {
    const webUrl = pagesOf(target, review && { host: review.host, pages });
    return webUrl === undefined ? undefined : this.parts.servers.of(webUrl);
  }

  /** Begins before the first reading, so that nothing git writes meanwhile is missed. */
  private async watchOnly(roots: readonly string[]): Promise<void> {
    for (const [root, watcher] of this.watchers) {
      if (roots.includes(root)) continue;
      watcher.dispose();
      this.watchers.delete(root);
    }
    await Promise.all(roots.filter((root) => !this.watchers.has(root)).map((root) => this.watch(root)));
  }

  private async watch(root: string): Promise<void> {
    const watching = new DisposableStore();
    this.watchers.set(root, watching);
    try {
      const repository = await this.parts.services.repositories.git(root);
      const later = debounce(() => void this.refresh(), REST_MS);
      watching.add({ dispose: () => later.cancel() });
      for (const [folder, names] of [
        [await gitFolder(repository), '{HEAD,index,logs/HEAD}'],
        [await commonFolder(repository), '{config,packed-refs,refs/remotes/**}'],
      ] as const) {
        const watcher = watching.add(
          vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(vscode.Uri.file(folder), names)),
        );
        for (const event of [watcher.onDidChange, watcher.onDidCreate, watcher.onDidDelete]) watching.add(event(later));
      }
    } catch (error) {
      this.watchers.delete(root); // to be tried again with the next reading
      this.parts.log.info(`What git writes in ${root} is not watched: ${messageOf(error)}`); // reading it says why
    }
  }
}

/** What is awaited, or at once something else when the person cancels. */
async function orAborted<T>(answer: Promise<T>, signal: AbortSignal, otherwise: T): Promise<T> {
  const over = new AbortController();
  const stopped = once(signal, 'abort', { signal: over.signal }).then(
    () => otherwise,
    () => otherwise,
  );
  return signal.aborted ? otherwise : Promise.race([answer, stopped]).finally(() => over.abort());
}

/** By the person's setting; what it does not name is on. */
const isOn = (name: CheckName, root: string): boolean =>
  setting('preflight.checks', vscode.Uri.file(root))[name] ?? true;
