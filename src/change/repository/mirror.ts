/** Clones of the mirrors on GitHub, where pull requests are closed unread, and the remotes that such a clone lacks. */

import type { PersonGit } from './personGit';
import { readTargetSources } from './readTarget';
import { projectName } from './refNames';
import type { RepositoryFacts } from './repositoryFacts';
import { shownUrl } from './shownUrl';
import { findTarget, type GitReviewFile, newUrl, type Remote, type ReviewTarget } from './target';

/** OpenDev's own host of repositories; its namespaces are the first part of a project's name. */
const OPENDEV_GIT = 'https://opendev.org/';
/** Zuul copies openstack/ to GitHub after each merge (openstack-zuul-jobs, job openstack-upload-github-mirror). */
const MIRRORED = 'openstack';

/** The project of OpenDev that an address on GitHub mirrors, such as `openstack/nova`. */
export function mirroredProject(url: string): string | undefined {
  const found =
    /^(?:https?:\/\/(?:[^@/]*@)?github\.com\/|(?:ssh:\/\/)?git@github\.com[:/])([\w.-]+)\/([\w.-]+?)(?:\.git)?\/?$/i.exec(
      url,
    );
  const [, organisation = '', name = ''] = found ?? [];
  return organisation.toLowerCase() === MIRRORED ? `${MIRRORED}/${name}` : undefined;
}

/** The project of a clone that fetches from the mirror, also where changes are pushed to Gerrit already; undefined for others. */
export const noticedMirror = ({
  isGerrit,
  config,
}: Pick<RepositoryFacts, 'isGerrit' | 'config'>): string | undefined =>
  isGerrit ? mirroredProject(config.get('remote.origin.url') ?? '') : undefined;

/** The project that a clone of OpenDev or of its mirror most likely is of. */
export async function likelyProject(git: PersonGit): Promise<string | undefined> {
  const origin = (await readTargetSources(git)).remotes.find(({ name }) => name === 'origin')?.url ?? '';
  return mirroredProject(origin) ?? /^https?:\/\/opendev\.org\/([\w.-]+\/[\w.-]+?)(?:\.git)?\/?$/.exec(origin)?.[1];
}

interface RemoteStep {
  /** For git. */
  readonly args: readonly string[];
  readonly undo: string;
}

export interface RemotePlan {
  /** Sentences for the person, before. */
  readonly why: readonly string[];
  readonly steps: readonly RemoteStep[];
}

/**
 * What is missing for pushing to Gerrit and fetching from where changes merge; no steps when nothing is.
 * @param named where the person says that Gerrit is, when no `.gitreview` does
 * @throws TargetError `no-gitreview` when nothing says where Gerrit is
 */
export async function prepareRemotes(git: PersonGit, named?: GitReviewFile): Promise<RemotePlan> {
  const sources = { ...(await readTargetSources(git)), ...(named ? { file: named } : {}) };
  const target = findTarget(sources);
  const address = target.exists ? undefined : newUrl(sources);
  return remotePlan(sources.remotes, target, address);
}

/** @param address of the Gerrit remote that has to be added */
export function remotePlan(
  remotes: readonly Remote[],
  target: Pick<ReviewTarget, 'remote' | 'branch' | 'project'>,
  address: string | undefined,
): RemotePlan {
  const origin = remotes.find(({ name }) => name === 'origin');
  const project = origin && mirroredProject(origin.url);
  const why: string[] = [];
  const steps: RemoteStep[] = [];
  if (origin && project && (target.project === undefined || target.project === project)) {
    const url = `${OPENDEV_GIT}${projectName(project)}`;
    why.push(
      `origin is the mirror on GitHub. Pull requests there are closed unread, and it may lag behind. Changes merge on ${new URL(url).host}.`,
    );
    steps.push({
      args: ['remote', 'set-url', 'origin', url],
      undo: `git remote set-url origin ${shownUrl(origin.url)}`,
    });
  }
  if (address !== undefined) {
    // With usepushurl (git-review) changes go to the push address of the remote that is fetched from.
    if (remotes.some(({ name }) => name === target.remote)) {
      why.push(`${target.remote} has no address yet that changes are pushed to; what is fetched stays where it is.`);
      steps.push({
        args: ['remote', 'set-url', '--push', target.remote, address],
        undo: `git config --unset remote.${target.remote}.pushurl`,
      });
    } else {
      why.push(`There is no remote ${target.remote} yet, which changes are pushed to.`);
      steps.push({ args: ['remote', 'add', '--', target.remote, address], undo: `git remote remove ${target.remote}` });
    }
  }
  return { why, steps };
}
