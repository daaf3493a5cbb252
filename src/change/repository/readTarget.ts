import { join } from 'node:path';
import { UserError } from '../../base/errors';
import { parseIni } from '../../base/ini';
import { diskFiles } from '../../project/files';
import type { PersonGit } from './personGit';
import { findTarget, type GitReviewFile, type Remote, type ReviewTarget, type TargetSources } from './target';

const LARGEST = 1024 * 1024;
const KEYS = ['host', 'port', 'project', 'defaultbranch', 'defaultremote', 'scheme', 'track', 'usepushurl'] as const;

/**
 * Where changes of a working tree go.
 * @throws TargetError when nothing says where Gerrit is, or a name in `.gitreview` or git's configuration is none
 */
export async function readTarget(
  git: PersonGit,
  chosen: NonNullable<TargetSources['chosen']> = {},
): Promise<ReviewTarget> {
  return findTarget({ ...(await readTargetSources(git)), chosen });
}

/** All that says where Gerrit is: one look at `.gitreview`, one at git's configuration. */
export async function readTargetSources(git: PersonGit): Promise<TargetSources> {
  const file = await readGitReviewFile(git.root);
  const settings = parseConfig(await git.text(['config', '--list', '-z']));
  const upstreamBranch = await upstreamOf(git, settings);
  return {
    ...(file ? { file } : {}),
    config: sectionOf(settings, 'gitreview.'),
    remotes: remotesOf(settings),
    pushInsteadOf: urlRules(settings, 'pushinsteadof'),
    insteadOf: urlRules(settings, 'insteadof'),
    ...(upstreamBranch ? { upstreamBranch } : {}),
  };
}

async function readGitReviewFile(root: string): Promise<GitReviewFile | undefined> {
  const text = await diskFiles.read(join(root, '.gitreview'), LARGEST).catch((error: unknown) => {
    if (error instanceof UserError && error.reason === 'too-big') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const ini = parseIni(text, '.gitreview');
  const found = KEYS.flatMap((key) => {
    const value = ini.get('gerrit', key);
    return value === undefined ? [] : [[key, value]];
  });
  return Object.fromEntries(found) as GitReviewFile;
}

type Settings = readonly (readonly [key: string, value: string])[];

/** `git config --list -z`: key, line end, value; a key alone is true. Sections and keys are in lower case. */
function parseConfig(text: string): Settings {
  return text.split('\0').flatMap((entry): [string, string][] => {
    const end = entry.indexOf('\n');
    return entry === '' ? [] : [end < 0 ? [entry, 'true'] : [entry.slice(0, end), entry.slice(end + 1)]];
  });
}

const sectionOf = (settings: Settings, section: string): Map<string, string> =>
  new Map(
    settings.filter(([key]) => key.startsWith(section)).map(([key, value]) => [key.slice(section.length), value]),
  );

function remotesOf(settings: Settings): Remote[] {
  const remotes = new Map<string, { name: string; url?: string; pushUrl?: string }>();
  for (const [key, value] of settings) {
    const [, name, what] = /^remote\.(.+)\.(url|pushurl)$/.exec(key) ?? [];
    if (name === undefined) continue;
    const remote = remotes.get(name) ?? { name };
    // git pushes to the first address first; more than one is nothing a review needs.
    remotes.set(
      name,
      what === 'url' ? { ...remote, url: remote.url ?? value } : { ...remote, pushUrl: remote.pushUrl ?? value },
    );
  }
  return [...remotes.values()].flatMap(({ url, ...remote }) =>
    url === undefined && remote.pushUrl === undefined ? [] : [{ ...remote, url: url ?? '' }],
  );
}

function urlRules(settings: Settings, rule: string): [base: string, prefix: string][] {
  return settings.flatMap(([key, prefix]): [string, string][] =>
    key.startsWith('url.') && key.endsWith(`.${rule}`) ? [[key.slice('url.'.length, -rule.length - 1), prefix]] : [],
  );
}

async function upstreamOf(git: PersonGit, settings: Settings): Promise<string | undefined> {
  const branch = await git.ask(['symbolic-ref', '--quiet', '--short', 'HEAD']);
  const merge = branch && settings.find(([key]) => key === `branch.${branch}.merge`)?.[1];
  return merge?.replace(/^refs\/heads\//, '');
}
