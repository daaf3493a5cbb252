import { isAutosquash } from '../changeId';
import type { Rule } from '../finding';
import { finding, SOURCE, wholeLine } from './build';

/** Merges: most people may not push them for review (Gerrit: `you are not allowed to upload merges`). */
export const mergeRule: Rule = ({ message, context }) => {
  const summary = message.summary;
  const isMerge =
    context.parents === undefined
      ? /^Merge (branch|remote-tracking branch|tag|commit)\b/.test(summary?.text ?? '')
      : context.parents > 1;
  if (!summary || !isMerge) {
    return [];
  }
  const sure = context.stage === 'push' && context.parents !== undefined;
  const why =
    'A merge commit: Gerrit takes merges only from those with a special right. Rebase onto the branch instead.';
  return [finding('merge-commit', sure ? 'error' : 'warning', wholeLine(summary), why, SOURCE.merges)];
};

/** fixup!, squash!, amend!: fine on the way, wrong in a review. */
export const autosquashRule: Rule = ({ message, context }) => {
  const summary = message.summary;
  if (!summary || !isAutosquash(summary.text)) {
    return [];
  }
  const why =
    'A commit to be squashed: the commit-msg hook gives it no Change-Id. Squash it before the push (git rebase -i --autosquash).';
  return [
    finding('autosquash', context.stage === 'push' ? 'warning' : 'information', wholeLine(summary), why, SOURCE.hook),
  ];
};
