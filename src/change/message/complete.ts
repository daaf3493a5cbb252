import { addChangeId, type HookOptions } from './changeId';
import { addSignOff, type Person } from './signOff';

export interface CompleteOptions extends HookOptions {
  /** Leave the sign-off away, for a project that does not ask for one. */
  readonly signOff?: boolean;
}

/**
 * The message as `git commit -s` and then Gerrit's commit-msg hook would leave it: sign-off at the block's end,
 * Change-Id before the first sign-off. A message that is complete comes back as it is, an empty one too.
 */
export function complete(text: string, person?: Person, options: CompleteOptions = {}): string {
  const signed = person && options.signOff !== false ? addSignOff(text, person, options) : text;
  return addChangeId(signed, options);
}
