/** Stands in for the module `vscode`: notes what it is given to show, and answers as the person it is told to be. */

/** All that was given since it was emptied. */
export const given: unknown[] = [];

/** Which of the items or buttons the person takes; the text they type. */
export const person = { takes: 0, types: '' };

const message = (...args: unknown[]): Promise<unknown> => {
  const [text, options, ...items] = args;
  given.push(text, options, items);
  return Promise.resolve(items[person.takes]);
};

export const window = {
  showInformationMessage: message,
  showWarningMessage: message,
  showErrorMessage: message,
  withProgress: (options: unknown, work: (progress: { report: (step: unknown) => void }) => unknown) => {
    given.push(options);
    return work({ report: (step) => given.push(step) });
  },
  showInputBox: async (options: { validateInput?: (value: string) => unknown }) => {
    given.push(options, await options.validateInput?.(person.types));
    return person.types;
  },
  showQuickPick: async (items: Promise<unknown[]>, options: { canPickMany?: boolean }) => {
    given.push(options, await items);
    const taken = (await items)[person.takes];
    return options.canPickMany ? [taken] : taken;
  },
  createQuickPick: () => note({}),
  setStatusBarMessage: (text: string) => void given.push(text),
  createStatusBarItem: () => note({ show: () => undefined }),
};

export const languages = { createLanguageStatusItem: () => note({}) };

/** Notes what is written into an object. */
const note = (target: object): object =>
  new Proxy(target, {
    set: (object, key, value) => {
      given.push(value);
      return Reflect.set(object, key, value);
    },
  });
