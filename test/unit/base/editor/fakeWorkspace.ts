/** Stands in for the module `vscode`: a window with folders and an active editor, and a person who picks and presses. */

interface Uri {
  readonly scheme: string;
  readonly fsPath: string;
}

export const workspace = {
  isTrusted: true,
  workspaceFolders: [] as { readonly name: string; readonly uri: Uri }[],
};

/** What was shown and run: lists by the labels of their items, messages with their buttons, commands. */
export const seen = { lists: new Array<string[]>(), messages: new Array<unknown[]>(), commands: new Array<string>() };

/** Which item of a list the person takes, from 0, and which button they press. */
export const person = { takes: 0, presses: '' };

export const window = {
  activeTextEditor: undefined as { readonly document: { readonly uri: Uri } } | undefined,
  showQuickPick: async (items: Promise<{ readonly label: string }[]>) => {
    seen.lists.push((await items).map(({ label }) => label));
    return (await items)[person.takes];
  },
  showErrorMessage: (text: string, _options: object, ...buttons: { readonly title: string }[]) => {
    seen.messages.push([text, ...buttons.map(({ title }) => title)]);
    return Promise.resolve(buttons.find(({ title }) => title === person.presses));
  },
};

export const commands = {
  executeCommand: (id: string) => Promise.resolve(void seen.commands.push(id)),
};
