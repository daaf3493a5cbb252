import { isDeepStrictEqual } from 'node:util';
import { UserError } from '../../base/errors';
import { readYamlText } from '../../base/yaml';
import { editYaml } from './editYaml';
import type { Plan } from './plan';
import { applyChange, type PlanChange } from './planChange';
import { isJson, readPlan } from './readPlan';
import { type ValueEdit, valueEdits, withEdit } from './valueEdits';

/**
 * The text of a plan's file with a change: comments, the order of the keys and unknown keys stay.
 * @param file as in `readPlan`, for errors
 * @throws UserError `bad-plan` for a text that is no plan; `changed-meanwhile` and `bad-change` as `applyChange`
 */
export async function changedPlanText(text: string, change: PlanChange, file = 'The plan'): Promise<string> {
  const plan = await readPlan(text, file);
  const goal = applyChange(plan, change);
  const edits = valueEdits({ ...plan }, { ...goal });
  // The mark that editors of Windows put before a text moves the columns of its first line.
  const [, mark = '', body = ''] = /^(\uFEFF?)([^]*)$/.exec(text) ?? [];
  const changed = mark + (isJson(body, file) ? editedJson(body, edits) : await editedYaml(body, edits));
  await check(changed, goal, file);
  return changed;
}

/** A hand-written file may have a layout that nobody thought of: rather no change than another one than was asked for. */
async function check(text: string, goal: Plan, file: string): Promise<void> {
  const read = await readPlan(text, file).catch((error: unknown) => {
    throw new UserError('bad-change', 'The change does not fit into the file of the plan: make it by hand.', {
      cause: error,
    });
  });
  if (!isDeepStrictEqual(read, goal)) {
    throw new UserError('bad-change', 'The layout of the plan is too unusual for this change: make it by hand.');
  }
}

async function editedYaml(text: string, edits: readonly ValueEdit[]): Promise<string> {
  let edited = text;
  for (const edit of edits) {
    const { document } = await readYamlText(edited);
    // The check at the end says that the text is broken.
    if (!document) return edited;
    edited = await editYaml(edited, document, edit);
  }
  return edited;
}

function editedJson(text: string, edits: readonly ValueEdit[]): string {
  const value = edits.reduce<unknown>((now, edit) => withEdit(now, edit), JSON.parse(text));
  const indent = /^\s*\{[ \t]*\r?\n([ \t]+)/.exec(text)?.[1];
  return `${JSON.stringify(value, undefined, indent)}${/\s*$/.exec(text)?.[0] ?? ''}`;
}
