import { join } from 'node:path';
import * as vscode from 'vscode';
import { showDialog } from '../../base/editor/notifications';
import { showInputBox, type InputOptions } from '../../base/editor/quickInput';
import { AskpassServer } from '../askpass/askpassServer';
import { readPrompt, type Prompt } from '../askpass/prompt';
import { gitCredentials } from '../gitCredentials';
import { PersonGit } from '../personGit';
import { readTarget } from '../readTarget';

/** The answers that one push needs: kept ones first, then the person's. */
export interface CredentialSession {
  /** What git has to be started with. */
  readonly env: NodeJS.ProcessEnv;
  /** Where a password was typed that could be kept; only of use after the server took it. */
  typed(): { readonly server: string; keep(): Promise<void> } | undefined;
  /** The server did not take what was kept: it is asked for the next time. */
  forget(): Promise<void>;
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

  /** @param asks whether the person is asked for what is not kept; what goes on in the background asks nobody */
  async begin({ asks = true } = {}): Promise<CredentialSession> {
    const ending = new vscode.CancellationTokenSource();
    const given = new Map<string, string>();
    const typed = new Map<string, { readonly server: string; readonly password: string }>();
    const server = await AskpassServer.start(
      (question) => (asks ? this.answer(readPrompt(question), given, typed, ending.token) : this.keptAnswer(readPrompt(question))),
      join(this.extensionPath, 'dist', 'askpass.worker.js'),
    );
    return {
      env: server.env,
      typed: () => {
        const [first] = typed;
        if (!first) return undefined;
        const [key, { server: name, password }] = first;
        return { server: name, keep: async () => this.secrets.store(key, password) };
      },
      forget: async () => {
        for (const key of given.keys()) await this.secrets.delete(key);
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
  async ask(webUrl: string, root: string): Promise<{ readonly username: string; readonly password: string } | undefined> {
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
  async kept(webUrl: string, root: string): Promise<{ readonly username: string; readonly password: string } | undefined> {
    const git = new PersonGit(root);
    const { origin } = new URL(webUrl);
    const { url } = await readTarget(git);
    const username = URL.canParse(url) && new URL(url).origin === origin ? decodeURIComponent(new URL(url).username) : '';
    const password = username === '' ? undefined : await this.secrets.get(secretKey(origin, username));
    return password === undefined ? gitCredentials(git, webUrl, username || undefined) : { username, password };
  }

  private async keptAnswer(prompt: Prompt): Promise<string | undefined> {
    return prompt.kind === 'password' ? this.secrets.get(secretKey(prompt.origin, prompt.user)) : undefined;
  }

  private async answer(
    prompt: Prompt,
    given: Map<string, string>,
    typed: Map<string, { server: string; password: string }>,
    token: vscode.CancellationToken,
  ): Promise<string | undefined> {
    switch (prompt.kind) {
      case 'username':
        return askUsername(prompt.origin, token);
      case 'password': {
        const { origin, user } = prompt;
        const key = secretKey(origin, user);
        const kept = given.has(key) ? undefined : await this.secrets.get(key);
        if (kept !== undefined) {
          given.set(key, kept);
          return kept;
        }
        const password = await askPassword(origin, user, token);
        if (password !== undefined) typed.set(key, { server: new URL(origin).host, password });
        return password;
      }
      case 'passphrase':
        return input({ title: 'Passphrase of an SSH Key', prompt: prompt.key, password: true }, token);
      case 'host-key':
        return askHostKey(prompt);
      case 'other':
        return input({ title: 'git Asks', prompt: prompt.text, password: /pass(word|phrase)|\bPIN\b|token/i.test(prompt.text) }, token);
    }
  }
}

/** One password for one user of one server. */
const secretKey = (origin: string, user = ''): string => `git-password ${origin} ${user}`;

async function input(options: InputOptions, token?: vscode.CancellationToken): Promise<string | undefined> {
  return showInputBox({ ...options, ignoreFocusOut: true }, token);
}

const askUsername = (origin: string, token?: vscode.CancellationToken): Promise<string | undefined> =>
  input({ title: `User Name for ${origin}`, prompt: 'As it stands in the settings of your Gerrit account, under Profile.' }, token);

function askPassword(origin: string, user = 'your account', token?: vscode.CancellationToken): Promise<string | undefined> {
  const help = 'The HTTP password (token) of your Gerrit account, from its settings under HTTP Credentials; not that of single sign-on.';
  return input({ title: `Password of ${user} for ${origin}`, prompt: help, password: true }, token);
}

async function askHostKey({ host, fingerprint }: Extract<Prompt, { kind: 'host-key' }>): Promise<string> {
  const name = hostName(host);
  const published = /(^|\.)opendev\.org(:|$)/.test(name) ? ' OpenDev\'s are at https://docs.opendev.org/opendev/infra-manual/latest/developers.html.' : '';
  const detail = `${fingerprint}\n\nCompare it with the one that the server publishes.${published} ssh remembers a server that you trust, and tells you when its key changes.`;
  const trust = 'Trust This Server';
  const answer = await showDialog('warning', `ssh has never met ${name}. Is this its key?`, detail, trust);
  return answer === trust ? 'yes' : 'no';
}

/** ssh writes `[review.opendev.org]:29418 ([199.204.45.33]:29418)`. */
const hostName = (host: string): string => host.replace(/ \(.*\)$/, '').replace(/^\[([^\]]*)\]/, '$1');
