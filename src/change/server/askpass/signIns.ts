import type { PersonGit } from '../../repository/personGit';
import type { ReviewTarget } from '../../repository/target';

/** A server that git signs in to over HTTP. */
export interface SignIn {
  /** Scheme, host and port, such as `https://review.opendev.org`. */
  readonly origin: string;
  /** Where the address names one. */
  readonly user?: string;
}

/**
 * The servers that git signs in to when it pushes to a target or fetches from it; none over ssh. git itself says which
 * addresses those are, after pushurl, pushInsteadOf and insteadOf.
 */
export async function signInsOf(
  git: PersonGit,
  { exists, remote, url }: Pick<ReviewTarget, 'exists' | 'remote' | 'url'>,
  direction: 'push' | 'fetch',
): Promise<SignIn[]> {
  // git pushes to every address of a remote, and fetches from the first.
  const options = direction === 'push' ? ['--push', '--all'] : [];
  const listed = exists ? await git.ask(['remote', 'get-url', ...options, remote]) : undefined;
  return (listed ?? url).split('\n').flatMap(signInOf);
}

function signInOf(address: string): SignIn[] {
  if (!/^https?:\/\//i.test(address) || !URL.canParse(address)) return [];
  const { origin, username } = new URL(address);
  return [{ origin, ...(username === '' ? {} : { user: decodeURIComponent(username) }) }];
}
