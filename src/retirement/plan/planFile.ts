/** The file of a plan on disk, which a person's editor and other windows change too. */

import { isUtf8 } from 'node:buffer';
import { realpath } from 'node:fs/promises';
import { basename } from 'node:path';
import { UserError } from '../../base/errors';
import { keepFile } from '../../base/keeping';
import { readFile } from '../../base/readFile';
import { MAX_YAML_BYTES } from '../../base/yaml';
import { changedPlanText } from './changedPlanText';
import { type LockOptions, withFileLock } from './fileLock';
import type { Plan } from './plan';
import type { PlanChange } from './planChange';
import { readPlan } from './readPlan';

/** @throws UserError `no-plan` where no file is, `too-big`, `unreadable`, and as `readPlan` */
export async function readPlanFile(path: string): Promise<Plan> {
  return readPlan(await textOf(path), path);
}

/**
 * Makes a change in the file as it is now, so that what others wrote meanwhile stays, and gives the plan after it.
 * @param path absolute; a link stays one
 * @throws UserError `changed-meanwhile` and `bad-change` as `applyChange`, `plan-busy` as `withFileLock`, and as
 *   `readPlanFile`; KeepingError
 */
export async function updatePlanFile(path: string, change: PlanChange, options: LockOptions): Promise<Plan> {
  // Its error says more than that of the lock when nothing is there.
  await textOf(path);
  return withFileLock(path, options, async (checkLock) => {
    const before = await textOf(path);
    const text = await changedPlanText(before, change, path);
    await checkLock();
    // The person's own editor takes no lock: what it saved in these milliseconds must not be lost.
    if ((await textOf(path)) !== before) {
      throw new UserError('changed-meanwhile', `${path} was saved meanwhile by something else. Repeat what you did.`);
    }
    if (text !== before) await keepFile('The plan', await realpath(path), text);
    return readPlan(text, path);
  });
}

async function textOf(path: string): Promise<string> {
  const file = await readFile(path, MAX_YAML_BYTES);
  if (!file) throw new UserError('no-plan', `There is no plan at ${path}: it was moved or deleted.`);
  const text = file.bytes.toString('utf8');
  if (isUtf8(file.bytes)) return text;
  // Writing the plan back would replace the bytes that are not UTF-8.
  const line = text.slice(0, text.indexOf('\uFFFD')).split('\n').length;
  throw new UserError(
    'bad-plan',
    `${basename(path)}, line ${line}: The file is not in UTF-8: save it with that encoding.`,
  );
}
