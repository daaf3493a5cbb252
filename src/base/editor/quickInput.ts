/**
 * The door to input boxes and lists: nothing else calls VS Code's functions for them (eslint.config.mjs), for it makes
 * links that run commands of prompts and of what is wrong with a value, and icons of `$(name)` in all of their texts.
 */
import * as vscode from 'vscode';
import { plainLabel, plainPrompt } from '../plainText';

export interface InputOptions extends Omit<vscode.InputBoxOptions, 'validateInput'> {
  /** What is wrong with what is typed; undefined when nothing is. */
  readonly validateInput?: (value: string) => string | undefined | Promise<string | undefined>;
}

/** Asks for a text; undefined on Escape, and when the token is cancelled. */
export async function showInputBox(
  { validateInput, ...options }: InputOptions,
  token?: vscode.CancellationToken,
): Promise<string | undefined> {
  const shown: vscode.InputBoxOptions = { ...options };
  if (options.title !== undefined) shown.title = plainLabel(options.title);
  if (options.prompt !== undefined) shown.prompt = plainPrompt(options.prompt);
  if (options.placeHolder !== undefined) shown.placeHolder = plainLabel(options.placeHolder);
  if (validateInput) {
    shown.validateInput = async (value) => {
      const problem = await validateInput(value);
      return problem === undefined ? undefined : plainPrompt(problem);
    };
  }
  return vscode.window.showInputBox(shown, token);
}

export interface PickItem extends vscode.QuickPickItem {
  /** Name of a product icon before the label, such as `gear`. */
  readonly icon?: string;
}

/** An item as it is shown, with the one it stands for. */
export interface ShownItem<Item extends PickItem> extends vscode.QuickPickItem {
  readonly of: Item;
}

export function shownItem<Item extends PickItem>(of: Item): ShownItem<Item> {
  const { icon, label, description, detail, ...rest }: PickItem = of;
  return {
    ...rest,
    label: `${icon === undefined ? '' : `$(${icon}) `}${plainLabel(label)}`,
    ...(description === undefined ? {} : { description: plainLabel(description) }),
    ...(detail === undefined ? {} : { detail: plainLabel(detail) }),
    of,
  };
}

type PickOptions = Omit<vscode.QuickPickOptions, 'canPickMany' | 'onDidSelectItem'>;

/** Asks for one of several items; undefined on Escape. */
export async function showQuickPick<Item extends PickItem>(
  items: readonly Item[] | Promise<readonly Item[]>,
  options: PickOptions,
): Promise<Item | undefined> {
  return (await vscode.window.showQuickPick(shownItems(items), shownOptions(options)))?.of;
}

/** Asks for any of several items; undefined on Escape. */
export async function showQuickPickOfMany<Item extends PickItem>(
  items: readonly Item[],
  options: PickOptions,
): Promise<Item[] | undefined> {
  const chosen = await vscode.window.showQuickPick(shownItems(items), { ...shownOptions(options), canPickMany: true });
  return chosen?.map(({ of }) => of);
}

/** A list whose items follow what is typed. Show it, and dispose of it. */
export function createQuickPick<Item extends PickItem>({
  title,
  placeHolder,
}: {
  readonly title: string;
  readonly placeHolder: string;
}): vscode.QuickPick<ShownItem<Item>> {
  const pick = vscode.window.createQuickPick<ShownItem<Item>>();
  pick.title = plainLabel(title);
  pick.placeholder = plainLabel(placeHolder);
  pick.ignoreFocusOut = true;
  return pick;
}

async function shownItems<Item extends PickItem>(
  items: readonly Item[] | Promise<readonly Item[]>,
): Promise<ShownItem<Item>[]> {
  return (await items).map(shownItem);
}

function shownOptions(options: PickOptions): PickOptions {
  const shown: PickOptions = { ...options };
  if (options.title !== undefined) shown.title = plainLabel(options.title);
  if (options.placeHolder !== undefined) shown.placeHolder = plainLabel(options.placeHolder);
  return shown;
}
