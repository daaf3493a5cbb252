/** The sample as a checkout whose branch left the review branch just now. */
import { execFileSync } from 'node:child_process';

/** Commits all that is in the folder, and takes that for the review branch of `.gitreview`. */
export function makeCheckout(folder: string): void {
  const git = (...args: string[]): void => {
    const who = ['-c', 'user.name=A Contributor', '-c', 'user.email=contributor@example.org'];
    execFileSync('git', [...who, '-c', 'commit.gpgsign=false', ...args], { cwd: folder, stdio: 'pipe' });
  };
  git('init', '-q', '-b', 'master');
  git('add', '.');
  git('commit', '-q', '--no-verify', '-m', 'All there is');
  git('update-ref', 'refs/remotes/gerrit/master', 'HEAD');
}
