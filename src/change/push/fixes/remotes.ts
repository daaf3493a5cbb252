import type { MadeEdit, PreparedEdit } from '../../commits/rewrite';
import type { PersonGit } from '../../repository/personGit';
import { readTargetSources } from '../../repository/readTarget';
import { hostName, projectName, pushAddress, userName } from '../../repository/refNames';
import { shownUrl } from '../../repository/shownUrl';
import { newUrl, type ReviewTarget } from '../../repository/target';

type Settings = readonly (readonly [key: string, value: string])[];

/** The user name of Gerrit in the remote's address, and in git's configuration for remotes made later. */
export function prepareUsername(git: PersonGit, target: ReviewTarget, username: string): Promise<PreparedEdit> {
  const name = userName(username);
  const { url } = target;
  const address = url.includes('://')
    ? url.replace(/^(\w[\w+]*:\/\/)(?:[^@/]*@)?/, `$1${name}@`)
    : url.replace(/^(?:[^@:/]*@)?/, `${name}@`);
  return prepareAddress(git, target, pushAddress(address), `Push as ${name}`, [['gitreview.username', name]]);
}

/** Another project of the same server in the remote's address; `.gitreview` does not count where there is a remote. */
export function prepareProject(git: PersonGit, target: ReviewTarget, project: string): Promise<PreparedEdit> {
  const name = projectName(project);
  const address = target.url.replace(/^(https?:\/\/[^/]+\/(?:a\/)?|\w[\w+]*:\/\/[^/]+\/|[^:/]+:).*$/, `$1${name}`);
  return prepareAddress(git, target, pushAddress(shownUrl(address)), `Push to ${name}`, []);
}

/** The address that git commits with in this repository, so that the next commit has not the same fault. */
export async function prepareEmail(git: PersonGit, email: string): Promise<PreparedEdit> {
  const before = await git.ask(['config', '--local', '--get', 'user.email']);
  const used = await git.ask(['config', '--get', 'user.email']);
  return {
    title: `Commit as ${email} in this repository from now on`,
    preview: [`git config --local user.email ${email}`, ...(used === undefined ? [] : [`It is ${used} now.`])],
    texts: [],
    async make(): Promise<MadeEdit> {
      await git.text(['config', '--local', 'user.email', email]);
      return { done: `user.email is ${email} here`, undo: undoOfSetting('user.email', before) };
    },
  };
}

/**
 * HTTPS goes through where the port of Gerrit's SSH is closed; it wants the HTTP password of the Gerrit settings.
 * @param username that of the remote's address by default
 */
export function prepareHttps(
  git: PersonGit,
  target: ReviewTarget,
  webUrl: string,
  username?: string,
): Promise<PreparedEdit> {
  const server = new URL(webUrl);
  hostName(server.hostname);
  const name = username === undefined ? userOf(target.url) : userName(username);
  const user = name ? `${name}@` : '';
  const project = projectName(target.project ?? '');
  const address = pushAddress(`${server.protocol}//${user}${server.host}${server.pathname}a/${project}`);
  const scheme = server.protocol.slice(0, -1);
  const port = server.port || (scheme === 'https' ? '443' : '80');
  return prepareAddress(git, target, address, `Push over ${scheme.toUpperCase()}`, [
    ['gitreview.scheme', scheme],
    ['gitreview.port', port],
  ]);
}

/** `dev` of `ssh://dev@host/project`, `https://dev:secret@host/project` and `dev@host:project`. */
const userOf = (url: string): string | undefined => /^(?:\w[\w+]*:\/\/)?([^@:/]+)(?::[^@/]*)?@/.exec(url)?.[1];

/** The remote that `git review -s` would make. */
export async function prepareRemote(
  git: PersonGit,
  target: Pick<ReviewTarget, 'remote' | 'exists'>,
): Promise<PreparedEdit> {
  const address = pushAddress(newUrl(await readTargetSources(git)));
  return prepareAddress(git, target, address, `Set the remote ${target.remote}`, []);
}

async function prepareAddress(
  git: PersonGit,
  { remote, exists }: Pick<ReviewTarget, 'remote' | 'exists'>,
  address: string,
  title: string,
  settings: Settings,
): Promise<PreparedEdit> {
  const valueOf = (key: string): Promise<string | undefined> => git.ask(['config', '--local', '--get', key]);
  const [url, pushUrl] = await Promise.all([valueOf(`remote.${remote}.url`), valueOf(`remote.${remote}.pushurl`)]);
  // With usepushurl (git-review) a remote that is fetched from counts when it has an address to push to.
  const asPush = pushUrl !== undefined || (url !== undefined && !exists);
  const before = asPush ? pushUrl : url;
  const undoOfSettings = await Promise.all(settings.map(async ([key]) => undoOfSetting(key, await valueOf(key))));
  return {
    title,
    preview: [
      before === undefined
        ? `The remote ${remote} ${asPush ? 'gets an address to push to' : 'is added'}: ${address}`
        : `The address of the remote ${remote} becomes ${address}; it was ${shownUrl(before)}.`,
      ...settings.map(([key, value]) => `git config ${key} ${value}`),
    ],
    texts: [],
    async make(): Promise<MadeEdit> {
      if (url === undefined && pushUrl === undefined) await git.text(['remote', 'add', '--', remote, address]);
      else await git.text(['remote', 'set-url', ...(asPush ? ['--push'] : []), '--', remote, address]);
      for (const [key, value] of settings) await git.text(['config', '--local', key, value]);
      const undo =
        before === undefined
          ? asPush
            ? `git config --unset remote.${remote}.pushurl`
            : `git remote remove ${remote}`
          : `git remote set-url ${asPush ? '--push ' : ''}${remote} ${word(shownUrl(before))}`;
      return { done: title, undo: [undo, ...undoOfSettings].join(' && ') };
    },
  };
}

const undoOfSetting = (key: string, before: string | undefined): string =>
  before === undefined ? `git config --unset ${key}` : `git config ${key} ${word(before)}`;

/** As one word of a command that the person may copy into a shell. */
const word = (text: string): string => (/^[\w.@:+/%~-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);
