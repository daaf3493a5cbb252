/** The local branch of a step: one for each, so that nothing that the person has on other branches is touched. */

const PREFIX = 'retire/';

/** `retire/retire-freezer-dr/end-gating`. Both parts are of letters that a ref may have; the plan's reader sees to it. */
export const stepBranchName = (topic: string, step: string): string => `${PREFIX}${topic}/${step}`;

/** Whether a branch was made for a step. */
export const isStepBranch = (branch: string): boolean => branch.startsWith(PREFIX);
