import { UserError } from '../../../base/errors';
import type { Log } from '../../../base/log';
import {
  type FixEntry,
  type FixInput,
  fixButton,
  type NextPush,
  PUSH_FIXES,
  prepareFix,
  type RefusedPush,
  type RepositoryFix,
  unplanned,
} from '../../push/fixes';
import type { PushRequest } from '../../push/push';
import type { PushFixKind, PushFixOf } from '../../rejections/pushFix';
import { PersonGit } from '../../repository/personGit';
import { agreeAndMake } from '../commits/prepared';
import type { Credentials } from '../server/credentials';
import { fixUi } from './fixUi';
import type { MadePush } from './madePush';

export interface PushFixParts {
  readonly log: Log;
  readonly signIn: Credentials['begin'];
  /** Addresses of the person's account on the server, as far as they are known without asking the person. */
  readonly accountEmails: (webUrl: string, root: string) => Promise<readonly string[]>;
}

/** Does what the buttons of a refused push say; each gives the push that follows, if any. */
export class PushFixes {
  constructor(private readonly parts: PushFixParts) {}

  /** @param askServer asks what became of the push, and shows it */
  async apply<K extends PushFixKind>(
    fix: PushFixOf<K>,
    pushed: MadePush,
    askServer: () => Promise<NextPush | undefined>,
  ): Promise<NextPush | undefined> {
    const entry: FixEntry<K> = PUSH_FIXES[fix.kind];
    const ui = fixUi(pushed, askServer);
    const refused = this.refused(pushed);
    const input = entry.ask ? await entry.ask(ui, fix, refused) : {};
    if (!input) return undefined;
    switch (entry.reach) {
      case 'repository':
        return this.edit(entry, fix, input, pushed);
      case 'request':
        return nextOf(entry.request(refused.request, fix, input));
      case 'again':
        return nextOf(refused.request);
      case 'editor':
        return entry.show(ui, fix, refused);
      case 'person':
        return undefined;
    }
  }

  private refused({ root, request, result: { plan }, server }: MadePush): RefusedPush {
    return {
      git: new PersonGit(root),
      plan,
      // What the person left out of the push stays out.
      request: { ...request, plan },
      server,
      accountEmails: async () => (server ? this.parts.accountEmails(server.webUrl, root) : []),
    };
  }

  /** Nothing is changed before the person has seen what will be. */
  private async edit<K extends PushFixKind>(
    entry: RepositoryFix<K>,
    fix: PushFixOf<K>,
    input: FixInput,
    { root, request, result }: MadePush,
  ): Promise<NextPush | undefined> {
    const { log, signIn } = this.parts;
    const abort = new AbortController();
    // Only what is prepared may ask a server; what is made then is in the repository.
    const session = await signIn(root, result.plan.target, 'fetch');
    const git = new PersonGit(root, { askpass: session.askpass, signal: abort.signal });
    const prepared = await prepareFix(git, fix, result.plan, input).finally(() => session.end());
    if (!prepared) {
      throw new UserError(
        'no-fix',
        `${fixButton(fix) ?? fix.kind} cannot be done from here: the address of the remote names no server.`,
      );
    }
    const andPush = `${prepared.title} and Push Again`;
    const done = await agreeAndMake(prepared, [andPush, prepared.title], { root, log, abort });
    if (!done) return undefined;
    const next = await entry.prepareNext?.(new PersonGit(root), input);
    if (next) await agreeAndMake(next, [next.title], { root, log, abort: new AbortController() });
    return done.button === andPush ? { request: unplanned(request), recreated: done.made.recreated } : undefined;
  }
}

const nextOf = (request: PushRequest | undefined): NextPush | undefined => request && { request };
