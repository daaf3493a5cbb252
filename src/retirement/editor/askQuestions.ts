import * as vscode from 'vscode';
import { showDialog } from '../../base/editor/notifications';
import { showInputBox, showQuickPick, showQuickPickOfMany } from '../../base/editor/quickInput';
import type { Question } from '../edits';
import type { PlanStep } from '../plan';

const OPEN = 'Open Plan';
const WITHOUT = 'Continue Without';

/**
 * What only a person can decide. Undefined when they thought better of it.
 * @param file of the plan, absolute
 */
export async function askQuestions(
  questions: readonly Question[],
  file: string,
): Promise<PlanStep['params'] | undefined> {
  let params: PlanStep['params'] = {};
  for (const { param, text, choices, many } of questions) {
    if (choices && many) {
      const chosen = await showQuickPickOfMany(
        choices.map((label) => ({ label })),
        { title: text, placeHolder: 'None, some or all', ignoreFocusOut: true },
      );
      if (!chosen) return undefined;
      params = { ...params, [param]: chosen.map(({ label }) => label) };
    } else if (choices) {
      const chosen = await showQuickPick(
        choices.map((label) => ({ label })),
        { title: text, ignoreFocusOut: true },
      );
      if (!chosen) return undefined;
      params = { ...params, [param]: chosen.label };
    } else if (many) {
      // What a list of commits and tags would need is written in the plan itself.
      const detail = 'Write them into the plan, or continue without any.';
      const answer = await showDialog('warning', text, detail, OPEN, WITHOUT);
      if (answer === OPEN) await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(file));
      if (answer !== WITHOUT) return undefined;
      params = { ...params, [param]: [] };
    } else {
      const typed = await showInputBox({ title: text, ignoreFocusOut: true });
      if (typed === undefined || typed.trim() === '') return undefined;
      params = { ...params, [param]: typed.trim() };
    }
  }
  return params;
}
