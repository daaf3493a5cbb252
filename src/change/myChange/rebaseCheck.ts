import { plural } from '../../base/words';
import { PersonGit } from '../personGit';
import { checkRebase } from '../rebaseCheck';
import type { Check, CheckResult } from './check';

/** Whether the commits still apply to the review branch as it was fetched last. Touches neither index nor working tree. */
export const appliesCheck: Check = {
  name: 'rebase',
  isQuick: false,
  async run({ root, plan }) {
    const { target } = plan;
    const says = (state: CheckResult['state'], text: string): CheckResult[] => [{ name: 'rebase', state, text }];
    const { applies, files, behind, why = '' } = await checkRebase(new PersonGit(root), target);
    if (applies === 'unknown') return says('unknown', why);
    const ahead = `${target.branch} has ${plural(behind, 'commit')} that you have not`;
    if (applies === 'no') return says('advice', `${ahead}, and they collide in ${files.join(', ')}. Zuul cannot merge it like that`);
    return says('passed', behind === 0 ? `On top of ${target.branch}` : `Applies, though ${ahead}`);
  },
};
