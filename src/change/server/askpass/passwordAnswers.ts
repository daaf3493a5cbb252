import { type Prompt, readPrompt } from './prompt';
import type { SignIn } from './signIns';

/** A password that the person typed and may want to keep. */
export interface TypedPassword {
  readonly key: string;
  readonly origin: string;
  readonly password: string;
}

/**
 * Asks the person.
 * @param isExpected false for a user name or password of another server than those of this push or fetch: a proxy, a
 *   redirect, or somebody who pretends
 */
export type AskPerson = (prompt: Prompt, isExpected: boolean) => Promise<string | undefined>;

/**
 * Answers what git and ssh ask during one push or fetch. A kept password goes only to a server where git itself signs in
 * for it, once, and only in answer to a question for that server; all other questions are the person's. Over ssh no
 * question is one of git's, whatever it looks like: a server can choose its words (keyboard-interactive), and OpenSSH
 * before 8.5 shows them bare.
 */
export class PasswordAnswers {
  private readonly asked = new Set<string>();
  private readonly givenKeys = new Set<string>();
  private typedOne: TypedPassword | undefined;

  /**
   * @param signIns where git signs in; none over ssh
   * @param kept looks a password up
   * @param ask missing where nobody is to be asked
   */
  constructor(
    private readonly signIns: readonly SignIn[],
    private readonly kept: (key: string) => PromiseLike<string | undefined>,
    private readonly ask?: AskPerson,
  ) {}

  async answer(question: string): Promise<string | undefined> {
    const prompt = this.read(question);
    if (prompt.kind !== 'password' && prompt.kind !== 'username') return this.ask?.(prompt, true);
    const isExpected = this.signIns.some(
      ({ origin, user }) =>
        origin === prompt.origin && (prompt.kind === 'username' || user === undefined || user === prompt.user),
    );
    if (prompt.kind === 'username' || !isExpected) return this.ask?.(prompt, isExpected);
    const key = secretKey(prompt.origin, prompt.user);
    const kept = await this.keptOnce(key);
    if (kept !== undefined) return kept;
    const password = await this.ask?.(prompt, true);
    if (password !== undefined) this.typedOne ??= { key, origin: prompt.origin, password };
    return password;
  }

  /** What the person typed for a server where git signs in. */
  typed(): TypedPassword | undefined {
    return this.typedOne;
  }

  /** Keys of the kept passwords that were handed out. */
  given(): readonly string[] {
    return [...this.givenKeys];
  }

  private read(question: string): Prompt {
    const prompt = readPrompt(question);
    const isGits = prompt.kind === 'password' || prompt.kind === 'username';
    return isGits && this.signIns.length === 0 ? { kind: 'other', text: question } : prompt;
  }

  /** git asks again where the server did not take the answer, and so does anybody else who comes second. */
  private async keptOnce(key: string): Promise<string | undefined> {
    if (this.asked.has(key)) return undefined;
    this.asked.add(key);
    const kept = await this.kept(key);
    if (kept !== undefined) this.givenKeys.add(key);
    return kept;
  }
}

/** One password for one user of one server. */
export const secretKey = (origin: string, user = ''): string => `git-password ${origin} ${user}`;
