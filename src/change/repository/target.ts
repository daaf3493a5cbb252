import {
  branchName,
  hostName,
  portNumber,
  projectName,
  pushAddress,
  remoteName,
  TargetError,
  userName,
} from './refNames';

/** The values of `.gitreview`, section `[gerrit]`, as they stand in the file. */
export interface GitReviewFile {
  readonly host?: string;
  readonly port?: string;
  readonly project?: string;
  readonly defaultbranch?: string;
  readonly defaultremote?: string;
  readonly scheme?: string;
  readonly track?: string;
  readonly usepushurl?: string;
}

export interface Remote {
  readonly name: string;
  readonly url: string;
  readonly pushUrl?: string;
}

/** What git knows; all of it read by the caller. */
export interface TargetSources {
  readonly file?: GitReviewFile;
  /** `git config --get-regexp '^gitreview\.'`: keys in lower case, without the section. */
  readonly config?: ReadonlyMap<string, string>;
  readonly remotes: readonly Remote[];
  /** `url.<base>.pushInsteadOf` and `.insteadOf`, as pairs of base and prefix. */
  readonly pushInsteadOf?: readonly (readonly [base: string, prefix: string])[];
  readonly insteadOf?: readonly (readonly [base: string, prefix: string])[];
  /** The upstream of the checked-out branch on the Gerrit remote, for `track`. */
  readonly upstreamBranch?: string;
  /** The login, git-review's last resort for a user name. */
  readonly login?: string;
  /** What the person chose: goes before everything. */
  readonly chosen?: { readonly remote?: string; readonly branch?: string };
}

/** Where changes go. */
export interface ReviewTarget {
  readonly remote: string;
  /** Whether git has that remote already; if not, `url` is what `git review -s` would add. */
  readonly exists: boolean;
  /** Where git will really push to, after pushurl and insteadOf. */
  readonly url: string;
  /** The address before insteadOf, where git does not have the remote: git rewrites it itself, and once. */
  readonly rawUrl?: string;
  readonly scheme: 'ssh' | 'https' | 'http';
  readonly branch: string;
  /** Missing when only a remote is known and its address tells none. */
  readonly host?: string;
  readonly project?: string;
}

const DEFAULT_BRANCH = 'master';
const DEFAULT_REMOTE = 'gerrit';
const DEFAULT_PORT = '29418';

/**
 * Remote and branch as git-review 2.5 finds them: the person's choice, then `git config gitreview.*`, then `.gitreview`,
 * then defaults; a remote that exists is used as it is, even when `.gitreview` names another server.
 * @throws TargetError when nothing says where Gerrit is, or a name is none
 */
export function findTarget(sources: TargetSources): ReviewTarget {
  const setting = settingsOf(sources);
  const wanted = sources.chosen?.remote ?? setting('remote', 'defaultremote') ?? DEFAULT_REMOTE;
  const usesPushUrl = isOn(setting('usepushurl', 'usepushurl'));
  const remote = remoteName(usesPushUrl && !sources.chosen?.remote ? 'origin' : wanted);
  const branch = branchName(
    sources.chosen?.branch ??
      (isOn(setting('track', 'track')) ? sources.upstreamBranch : undefined) ??
      setting('branch', 'defaultbranch') ??
      DEFAULT_BRANCH,
  );
  const project = setting('project', 'project');
  const existing = sources.remotes.find(({ name }) => name === remote);
  const pushes = existing && (!usesPushUrl || existing.pushUrl !== undefined);
  const { url, ...raw } = pushes ? { url: effectivePushUrl(existing, sources) } : newAddress(sources);
  pushAddress(url);
  return {
    remote,
    exists: Boolean(pushes),
    url,
    ...raw,
    scheme: schemeOf(url),
    branch,
    ...partsOf(url),
    ...(project ? { project: projectName(project) } : {}),
  };
}

/** What git is given to push to and to fetch from. Never what insteadOf makes of an address: that may hold a password. */
export const gitArgument = ({
  exists,
  remote,
  url,
  rawUrl,
}: Pick<ReviewTarget, 'exists' | 'remote' | 'url' | 'rawUrl'>): string => (exists ? remote : (rawUrl ?? url));

/** The address `git review -s` would give the remote. @throws TargetError without host and project */
export function newUrl(sources: Omit<TargetSources, 'remotes'>): string {
  const setting = settingsOf(sources);
  const host = setting('hostname', 'host');
  const project = setting('project', 'project');
  if (!host || !project) {
    throw new TargetError(
      'no-gitreview',
      'Nothing says where Gerrit is: there is no .gitreview with host and project, and no remote named gerrit.',
    );
  }
  const scheme = setting('scheme', 'scheme') ?? 'ssh';
  if (!['ssh', 'https', 'http'].includes(scheme)) {
    throw new TargetError('bad-address', 'The scheme of .gitreview is none of ssh, https and http.');
  }
  const given = setting('port', 'port') ?? (scheme === 'ssh' ? DEFAULT_PORT : undefined);
  const port = given ? `:${portNumber(given)}` : '';
  const user = setting('username') ?? sources.login;
  return `${scheme}://${user ? `${userName(user)}@` : ''}${hostName(host)}${port}/${projectName(project)}.git`;
}

function newAddress(sources: TargetSources): Pick<ReviewTarget, 'url' | 'rawUrl'> {
  const rawUrl = newUrl(sources);
  assertEncrypted(rawUrl, sources);
  return { url: rewritten(rawUrl, sources), rawUrl };
}

/**
 * `.gitreview` is a file of the project: a change under review can write `scheme=http` and the name of a remote that is
 * not there. Only the person's own configuration takes a server off the encryption that its remotes have.
 */
function assertEncrypted(url: string, { config, remotes }: TargetSources): void {
  const host = partsOf(url).host ?? '';
  if (schemeOf(url) !== 'http' || config?.has('scheme')) return;
  const encrypted = remotes.find((remote) => encryptedAddress(host, [remote.pushUrl ?? remote.url]) !== undefined);
  if (!encrypted) return;
  throw new TargetError(
    'bad-address',
    `.gitreview sends pushes to ${host} over http, without encryption, while the remote ${encrypted.name} is encrypted. Correct .gitreview, or set git config gitreview.scheme if you want this.`,
  );
}

/**
 * The first of these addresses that leads to a host over ssh or https. None for this machine itself, whose loopback
 * nobody listens to: there a server for trying things out has ssh and http.
 */
export const encryptedAddress = (host: string, urls: readonly string[]): string | undefined =>
  LOOPBACK.test(host)
    ? undefined
    : urls.find((url) => schemeOf(url) !== 'http' && partsOf(url).host?.toLowerCase() === host.toLowerCase());

/** Those that browsers hold for secure over http too (W3C Secure Contexts, 3.1). */
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/i;

/** pushurl is used as it is; url is rewritten by pushInsteadOf, else by insteadOf (git-config, url.<base>.*). */
function effectivePushUrl(remote: Remote, sources: TargetSources): string {
  return remote.pushUrl === undefined
    ? rewritten(remote.url, sources)
    : (replacePrefix(remote.pushUrl, sources.insteadOf) ?? remote.pushUrl);
}

function rewritten(url: string, { pushInsteadOf, insteadOf }: TargetSources): string {
  return replacePrefix(url, pushInsteadOf) ?? replacePrefix(url, insteadOf) ?? url;
}

/** The longest prefix wins, as in git. */
function replacePrefix(url: string, rules: TargetSources['insteadOf'] = []): string | undefined {
  const fitting = rules.filter(([, prefix]) => prefix !== '' && url.startsWith(prefix));
  const best = fitting.sort((a, b) => b[1].length - a[1].length)[0];
  return best && best[0] + url.slice(best[1].length);
}

/** The configuration first, then `.gitreview`; an empty value is none. */
function settingsOf(sources: Omit<TargetSources, 'remotes'>) {
  return (key: string, inFile?: keyof GitReviewFile): string | undefined => {
    const text = (sources.config?.get(key) ?? (inFile ? sources.file?.[inFile] : undefined))?.trim();
    return text === '' ? undefined : text;
  };
}

const isOn = (text: string | undefined): boolean => /^(1|true|yes|on)$/i.test(text ?? '');

function schemeOf(url: string): ReviewTarget['scheme'] {
  return url.startsWith('https:') ? 'https' : url.startsWith('http:') ? 'http' : 'ssh';
}

/** Host and project out of an address; Gerrit's `/a/` before the project means "signed in". */
function partsOf(url: string): { host?: string; project?: string } {
  const found =
    /^\w[\w+]*:\/\/(?:[^@/]*@)?(\[[^\]]*\]|[^:/]+)(?::\d+)?\/(?:a\/)?(.*)$/.exec(url) ??
    /^(?:[^@:/]+@)?([^@:/]+):(.*)$/.exec(url);
  const [, host, path = ''] = found ?? [];
  const project = path.replace(/\/$/, '').replace(/\.git$/, '');
  const named = /^[A-Za-z0-9_][A-Za-z0-9._/+-]*$/.test(project) && !project.includes('..');
  return { ...(host ? { host } : {}), ...(named ? { project } : {}) };
}
