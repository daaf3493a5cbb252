/**
 * Whether the mirror on GitHub shows that a repository is retired. Two jobs of Zuul keep the mirrors, and nobody does it
 * by hand: official-openstack-repo-jobs copies what merges, and maintain-github-openstack-mirror writes descriptions
 * while a repository is in zuul/main.yaml, and moves it to the archive once it no longer is
 * (project-config, playbooks/maintain-github-mirror/github_manager.py). So what was not copied by then stays for good, and
 * few descriptions ever say RETIRED: the one change that writes it mostly takes the repository out of Zuul as well.
 */
import type { MirrorRepository } from '../../github';

/** What may be there, as in the repository itself: governance's tools/validate-legacy.py. */
const MAY_STAY: ReadonlySet<string> = new Set(['.gitreview', 'README.rst', '.gitignore']);

/** Where retired mirrors go. */
const ARCHIVE = 'openstack-archive';

export interface MirrorState {
  readonly isDone: boolean;
  /** One line each, without a full stop: what is not as it should be, or that all is. */
  readonly words: readonly string[];
}

/** @param repository undefined: GitHub shows everyone no such repository */
export function mirrorState(repository: MirrorRepository | undefined): MirrorState {
  if (!repository) return { isDone: true, words: ['GitHub shows no mirror'] };
  const { owner, name, description, isArchived, files } = repository;
  const content = contentProblem(files, isArchived);
  const words = [content ?? 'Only the README is left'];
  const isMoved = owner === ARCHIVE;
  if (isMoved && isArchived) words.push(`It is archived, as ${owner}/${name}`);
  else if (isArchived) words.push(`It is archived, but still in ${owner}: retired mirrors are moved to ${ARCHIVE}`);
  else words.push('It is not archived yet: maintain-github-openstack-mirror does that once zuul/main.yaml lacks it');
  const isMarked = /^RETIRED\b/.test(description);
  if (isMarked) words.push('Its description begins with RETIRED');
  else if (!isArchived) words.push('Its description does not begin with RETIRED');
  return { isDone: content === undefined && isArchived, words };
}

function contentProblem(files: readonly string[], isArchived: boolean): string | undefined {
  const others = files.filter((name) => !MAY_STAY.has(name));
  if (others.length === 0) return files.includes('README.rst') ? undefined : 'It has no README.rst';
  const some = others.slice(0, 3).join(', ');
  const rest = others.length > 3 ? ` and ${others.length - 3} more` : '';
  const advice = isArchived
    ? 'only administrators of the mirror can still empty it'
    : 'keep official-openstack-repo-jobs until it has copied the emptied tree';
  return `It still has ${some}${rest}: ${advice}`;
}
