/**
 * The door to notifications, dialogs and progress: nothing else calls VS Code's functions for them (eslint.config.mjs),
 * for it makes links that run commands of what it is given, and much of that are the words of others.
 */
import * as vscode from 'vscode';
import { plainLabel, plainLines, plainMessage, plainPrompt } from '../plainText';

export type Severity = 'information' | 'warning' | 'error';

/** Shows a message in the corner of the window; resolves to the button that is pressed, else undefined once it is closed. */
export function notify(severity: Severity, message: string, ...buttons: string[]): Promise<string | undefined> {
  return show(severity, plainMessage(message), {}, buttons);
}

/** Shows a question before the window, with Cancel beside the buttons; resolves to the one that is pressed, undefined for Cancel. */
export function showDialog(
  severity: Severity,
  question: string,
  detail: string,
  ...buttons: string[]
): Promise<string | undefined> {
  return show(severity, plainMessage(question), { modal: true, detail: plainLines(detail) }, buttons);
}

async function show(
  severity: Severity,
  message: string,
  options: vscode.MessageOptions,
  buttons: readonly string[],
): Promise<string | undefined> {
  const items = buttons.map((button) => ({ title: plainLabel(button), button }));
  return (await shown(severity, message, options, items))?.button;
}

function shown<Item extends vscode.MessageItem>(
  severity: Severity,
  message: string,
  options: vscode.MessageOptions,
  items: readonly Item[],
): Thenable<Item | undefined> {
  switch (severity) {
    case 'information':
      return vscode.window.showInformationMessage(message, options, ...items);
    case 'warning':
      return vscode.window.showWarningMessage(message, options, ...items);
    case 'error':
      return vscode.window.showErrorMessage(message, options, ...items);
  }
}

/** How far work has come; `increment` is in percent of all of it, and adds up. */
export type Report = (step: { readonly message?: string; readonly increment?: number }) => void;

/** Shows that work goes on until it is over, and settles as it does. */
export function withProgress<T>(
  options: vscode.ProgressOptions & { readonly title: string },
  work: (report: Report, token: vscode.CancellationToken) => Promise<T>,
): Promise<T> {
  const shownOptions = { ...options, title: plainPrompt(options.title) };
  return Promise.resolve(
    vscode.window.withProgress(shownOptions, (progress, token) => {
      const report: Report = ({ message, ...step }) =>
        progress.report(message === undefined ? step : { ...step, message: plainPrompt(message) });
      return work(report, token);
    }),
  );
}
