import type { Row } from '../findings/finding';
import { isReadTool } from '../tools/outputs/tools';
import type { Step } from './pep8Output';

/**
 * Which tools came to their end in a run of the style environment, so that what they said before is of no use.
 *
 * The others have not looked: tox stops at the first command that fails, runs none when it cannot make the environment,
 * and a tool that crashes says nothing about the code.
 *
 * @param exitCode that of tox; null when a signal ended it
 */
export function finishedTools(
  rows: readonly Row[],
  steps: readonly Step[],
  exitCode: number | null,
): (tool: string) => boolean {
  // Then scripts of the project have come to their end too, of which nobody knows what tools they run.
  if (exitCode === 0 && steps.some(({ title }) => title !== '')) return () => true;
  const found = new Set(rows.map(({ tool }) => tool));
  const hooksRan = steps.some(({ title, state, exitCode: status }) => {
    // 1 says that hooks failed, 3 that pre-commit did. Source: pre-commit 4, error_handler.py.
    return /\bpre-commit\b/.test(title) && (state === 'passed' || status === 1);
  });
  return (tool) => {
    const own = steps.filter(({ tools }) => tools.includes(tool));
    if (found.has(tool) || (own.length > 0 && own.every(cameToItsEnd))) return true;
    // pre-commit gives the id of a hook, which is what its rows go by, only when it failed.
    return own.length === 0 && hooksRan && !isReadTool(tool);
  };
}

/** What fails without a word about the code has crashed. */
function cameToItsEnd({ state, rows, changedFiles }: Step): boolean {
  return state === 'passed' || (state === 'failed' && (rows > 0 || changedFiles));
}
