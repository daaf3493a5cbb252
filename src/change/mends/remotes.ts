import { hostName, projectName, pushAddress, userName } from '../refNames';
import { newUrl, type ReviewTarget } from '../target';
import { readTargetSources } from '../readTarget';
import type { PersonGit } from '../personGit';
import type { MadeMend, PreparedMend } from './prepared';

/** The user name of Gerrit in the remote's address, and in git's configuration for remotes made later. */
export function prepareUsername(git: PersonGit, target: ReviewTarget, username: string): PreparedMend {
  const name = userName(username);
  const address = target.url.replace(/^(\w[\w+]*:\/\/)(?:[^@/]*@)?/, `$1${name}@`);
  return prepareAddress(git, target, pushAddress(address), `Push as ${name}`, [['gitreview.username', name]]);
}

/** Another project of the same server in the remote's address; `.gitreview` does not count where there is a remote. */
export function prepareProject(git: PersonGit, target: ReviewTarget, project: string): PreparedMend {
  const name = projectName(project);
  const address = target.url.replace(/^(https?:\/\/[^/]+\/(?:a\/)?|\w[\w+]*:\/\/[^/]+\/|[^:/]+:).*$/, `$1${name}`);
  return prepareAddress(git, target, pushAddress(withoutPassword(address)), `Push to ${name}`, []);
}

/** The address that git commits with in this repository, so that the next commit has not the same fault. */
export async function prepareEmail(git: PersonGit, email: string): Promise<PreparedMend> {
  const before = await git.ask(['config', '--local', '--get', 'user.email']);
  const used = await git.ask(['config', '--get', 'user.email']);
  return {
    title: `Commit as ${email} in this repository from now on`,
    preview: [`git config --local user.email ${email}`, ...(used === undefined ? [] : [`It is ${used} now.`])],
    texts: [],
    async make(): Promise<MadeMend> {
      await git.text(['config', '--local', 'user.email', email]);
      return { done: `user.email is ${email} here`, undo: before === undefined ? 'git config --local --unset user.email' : `git config --local user.email ${before}` };
    },
  };
}

/** HTTPS goes through where the port of Gerrit's SSH is closed; it wants the HTTP password of the Gerrit settings. */
export function prepareHttps(git: PersonGit, target: ReviewTarget, webUrl: string, username?: string): PreparedMend {
  const server = new URL(webUrl);
  hostName(server.hostname);
  const user = username ? `${userName(username)}@` : '';
  const project = projectName(target.project ?? '');
  const address = pushAddress(`${server.protocol}//${user}${server.host}${server.pathname}a/${project}`);
  const scheme = server.protocol.slice(0, -1);
  const port = server.port || (scheme === 'https' ? '443' : '80');
  return prepareAddress(git, target, address, `Push over ${scheme.toUpperCase()}`, [
    ['gitreview.scheme', scheme],
    ['gitreview.port', port],
  ]);
}

/** The remote that `git review -s` would make. */
export async function prepareRemote(git: PersonGit, target: Pick<ReviewTarget, 'remote'>): Promise<PreparedMend> {
  const address = pushAddress(newUrl(await readTargetSources(git)));
  return prepareAddress(git, { remote: target.remote, url: '', exists: false }, address, `Add the remote ${target.remote}`, []);
}

function prepareAddress(
  git: PersonGit,
  { remote, exists, url }: Pick<ReviewTarget, 'remote' | 'exists' | 'url'>,
  address: string,
  title: string,
  settings: readonly (readonly [key: string, value: string])[],
): PreparedMend {
  return {
    title,
    preview: [
      exists ? `The address of the remote ${remote} becomes ${address}; it was ${withoutPassword(url)}.` : `The remote ${remote} is added: ${address}`,
      ...settings.map(([key, value]) => `git config ${key} ${value}`),
    ],
    texts: [],
    async make(): Promise<MadeMend> {
      const pushUrl = await git.ask(['config', '--local', '--get', `remote.${remote}.pushurl`]);
      const before = pushUrl ?? (await git.ask(['config', '--local', '--get', `remote.${remote}.url`]));
      if (before === undefined) await git.text(['remote', 'add', '--', remote, address]);
      else await git.text(['remote', 'set-url', ...(pushUrl === undefined ? [] : ['--push']), '--', remote, address]);
      for (const [key, value] of settings) await git.text(['config', '--local', key, value]);
      const undo =
        before === undefined
          ? `git remote remove ${remote}`
          : `git remote set-url ${pushUrl === undefined ? '' : '--push '}${remote} ${withoutPassword(before)}`;
      return { done: title, undo };
    },
  };
}

const withoutPassword = (address: string): string => address.replace(/(\w:\/\/[^\s:@/]*):[^\s@/]+@/, '$1@');
