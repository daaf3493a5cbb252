import { join } from 'node:path';
import * as vscode from 'vscode';
import { showDialog } from '../../../base/editor/notifications';
import { type InputOptions, showInputBox } from '../../../base/editor/quickInput';
import { PersonGit } from '../../repository/personGit';
import { readTarget } from '../../repository/readTarget';
import type { ReviewTarget } from '../../repository/target';
import { AskpassServer } from '../../server/askpass/askpassServer';
import { PasswordAnswers, secretKey } from '../../server/askpass/passwordAnswers';
import type { Prompt } from '../../server/askpass/prompt';
import { signInsOf } from '../../server/askpass/signIns';
import { gitCredentials } from '../../server/gitCredentials';

/** What becomes of the passwords of a push once the server has answered. */
export interface UsedPasswords {
  /** Where a password was typed that could be kept; only of use after the server took it. */
  typed(): { readonly server: string; keep(): Promise<void> } | undefined;
  /** The server did not take what was kept: it is asked for the next time. */
  forget(): Promise<void>;
}

/** The answers that one push or fetch needs: kept ones first, then the person's. */
export interface CredentialSession {
  /** What git has to be started with. */
  readonly askpass: NodeJS.ProcessEnv;
  readonly passwords: UsedPasswords;
  /** Closes the question that is open: nobody waits for its answer any more. */
  withdraw(): void;
  end(): Promise<void>;
}

/** Passwords for git over HTTPS, in the editor's SecretStorage when the person wants that; everything else is asked. */
export class Credentials {
  constructor(
    private readonly secrets: vscode.SecretStorage,
    private readonly extensionPath: string,
  ) {}

  /**
   * For one push to a target or fetch from it: what is kept goes to its server alone.
   * @param asks whether the person is asked for what is not kept; what goes on in the background asks nobody
   */
  async begin(
    root: string,
    target: ReviewTarget,
    direction: 'push' | 'fetch',
    { asks = true } = {},
  ): Promise<CredentialSession> {
    const signIns = await signInsOf(new PersonGit(root), target, direction);
    const ending = new vscode.CancellationTokenSource();
    const ask = (prompt: Prompt, isExpected: boolean): Promise<string | undefined> =>
      askPerson(prompt, {
        asker: signIns.length > 0 ? 'git' : 'ssh',
        token: ending.token,
        ...(isExpected ? {} : { instead: target.host ?? target.remote }),
      });
    const answers = new PasswordAnswers(signIns, (key) => this.secrets.get(key), asks ? ask : undefined);
    const server = await AskpassServer.start(
      (question) => answers.answer(question),
      join(this.extensionPath, 'dist', 'askpass.worker.js'),
    );
    return {
      askpass: server.env,
      passwords: {
        typed: () => {
          const typed = answers.typed();
          return (
            typed && {
              server: new URL(typed.origin).host,
              keep: async () => this.secrets.store(typed.key, typed.password),
            }
          );
        },
        forget: async () => {
          for (const key of answers.given()) await this.secrets.delete(key);
        },
      },
      withdraw: () => ending.cancel(),
      end: async () => {
        ending.cancel();
        ending.dispose();
        await server.stop();
      },
    };
  }

  /** For what is written to a server: what is kept, else what the person types, as for a push. Undefined when they do not. */
  async ask(
    webUrl: string,
    root: string,
  ): Promise<{ readonly username: string; readonly password: string } | undefined> {
    const kept = await this.kept(webUrl, root);
    if (kept) return kept;
    const { origin } = new URL(webUrl);
    const { url } = await readTarget(new PersonGit(root));
    const known = URL.canParse(url) ? decodeURIComponent(new URL(url).username) : '';
    const username = known || (await askUsername(origin));
    const password = username ? await askPassword(origin, username) : undefined;
    return username && password ? { username, password } : undefined;
  }

  /** What there is for a server without asking the person: kept here, else what git's helpers have. */
  async kept(
    webUrl: string,
    root: string,
  ): Promise<{ readonly username: string; readonly password: string } | undefined> {
    const git = new PersonGit(root);
    const { origin } = new URL(webUrl);
    const { url } = await readTarget(git);
    const username =
      URL.canParse(url) && new URL(url).origin === origin ? decodeURIComponent(new URL(url).username) : '';
    const password = username === '' ? undefined : await this.secrets.get(secretKey(origin, username));
    return password === undefined ? gitCredentials(git, webUrl, username || undefined) : { username, password };
  }
}

interface Asking {
  readonly asker: 'git' | 'ssh';
  readonly token: vscode.CancellationToken;
  /** The server that git works with, where the question is about another one. */
  readonly instead?: string;
}

async function askPerson(prompt: Prompt, { asker, token, instead }: Asking): Promise<string | undefined> {
  switch (prompt.kind) {
    case 'username':
      return askUsername(prompt.origin, token, instead);
    case 'password':
      return askPassword(prompt.origin, prompt.user, token, instead);
    case 'passphrase':
      return input({ title: 'Passphrase of an SSH Key', prompt: prompt.key, password: true }, token);
    case 'host-key':
      return askHostKey(prompt);
    case 'other':
      return input(
        { title: `${asker} Asks`, prompt: prompt.text, password: /pass(word|phrase)|\bPIN\b|token/i.test(prompt.text) },
        token,
      );
  }
}

async function input(options: InputOptions, token?: vscode.CancellationToken): Promise<string | undefined> {
  return showInputBox({ ...options, ignoreFocusOut: true }, token);
}

const askUsername = (origin: string, token?: vscode.CancellationToken, instead?: string): Promise<string | undefined> =>
  input(
    {
      title: `User Name for ${origin}`,
      prompt: elsewhere(instead) ?? 'As it stands in the settings of your Gerrit account, under Profile.',
    },
    token,
  );

function askPassword(
  origin: string,
  user = 'your account',
  token?: vscode.CancellationToken,
  instead?: string,
): Promise<string | undefined> {
  const help =
    'The HTTP password (token) of your Gerrit account, from its settings under HTTP Credentials; not that of single sign-on.';
  return input(
    { title: `Password of ${user} for ${origin}`, prompt: elsewhere(instead) ?? help, password: true },
    token,
  );
}

/** What a proxy, a redirect, or somebody who pretends asks for. */
const elsewhere = (instead: string | undefined): string | undefined =>
  instead &&
  `This is not ${instead}, which git works with. Answer only if you know this server, such as a proxy of your network.`;

async function askHostKey({ host, fingerprint }: Extract<Prompt, { kind: 'host-key' }>): Promise<string> {
  const name = hostName(host);
  const published = /(^|\.)opendev\.org(:|$)/.test(name)
    ? " OpenDev's are at https://docs.opendev.org/opendev/infra-manual/latest/developers.html."
    : '';
  const detail = `${fingerprint}\n\nCompare it with the one that the server publishes.${published} ssh remembers a server that you trust, and tells you when its key changes.`;
  const trust = 'Trust This Server';
  const answer = await showDialog('warning', `ssh has never met ${name}. Is this its key?`, detail, trust);
  return answer === trust ? 'yes' : 'no';
}

/** ssh writes `[review.opendev.org]:29418 ([199.204.45.33]:29418)`. */
const hostName = (host: string): string => host.replace(/ \(.*\)$/, '').replace(/^\[([^\]]*)\]/, '$1');
