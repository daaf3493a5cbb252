import { ago, plural } from '../../base/words';
import { checkRebase, type RebaseCheck } from '../download/checkRebase';
import { PersonGit } from '../repository/personGit';
import { QUIETLY } from '../server/gitCredentials';
import type { Check, CheckResult } from './check';

/**
 * Whether the commits still apply to the review branch, which is fetched for it where that needs no question. Touches
 * neither index nor working tree.
 */
export const appliesCheck: Check = {
  name: 'rebase',
  isQuick: false,
  async run({ root, plan }, signal) {
    const checked = await checkRebase(new PersonGit(root, { env: QUIETLY, signal }), plan.target, { fetch: true });
    return [{ name: 'rebase', ...appliesWords(checked, plan.target.branch, Date.now()) }];
  },
};

/** @param now in milliseconds since the epoch */
export function appliesWords(
  { applies, files, behind, tip, why = '' }: RebaseCheck,
  branch: string,
  now: number,
): Pick<CheckResult, 'state' | 'text'> {
  if (applies === 'unknown') return { state: 'unknown', text: why };
  const age =
    !tip || tip.isFetched
      ? ''
      : `. That is the ${branch} that was fetched last, whose newest commit was made ${ago(tip.at, now)}`;
  const ahead = `${branch} has ${plural(behind, 'commit')} that you have not`;
  if (applies === 'no') {
    return {
      state: 'advice',
      text: `${ahead}, and they collide in ${files.join(', ')}. Zuul cannot merge it like that${age}`,
    };
  }
  return { state: 'passed', text: `${behind === 0 ? `On top of ${branch}` : `Applies, though ${ahead}`}${age}` };
}
