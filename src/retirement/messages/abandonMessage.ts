import type { Plan } from '../plan/plan';
import { serverOf } from './names';
import { oneLine } from './plainProse';

/**
 * What is written to each open change when it is abandoned. The first sentence is that of governance's
 * tools/abandon_patches_on_retired_repositories.sh, which follows the resolution of 2019-07-11.
 */
export function abandonMessage(plan: Plan): string {
  const retired =
    plan.kind === 'deprecate'
      ? 'The master branch of this project has been deprecated and no longer accepts code changes'
      : 'This project has been retired and no longer accepts code changes';
  return `${retired} via ${serverOf(plan)}.${alternativeOf(plan)}`;
}

function alternativeOf({ alternative }: Plan): string {
  const name = oneLine(alternative?.name ?? '');
  const url = oneLine(alternative?.url ?? '');
  if (name === '' && url === '') return '';
  // No full stop right after an address: mail programs and Gerrit take it into the link.
  return url === '' || name === ''
    ? ` For an alternative, please see ${name || url}`
    : ` For an alternative, please see ${name} at ${url}`;
}
