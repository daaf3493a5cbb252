import { resolve } from 'node:path';
import * as vscode from 'vscode';
import { type Frame, failingFrame, parseTraceback, type Traceback } from '../../run/traceback';
import { type Attachment, isTraceback } from '../../subunit/attachments';
import type { TestResult } from '../../subunit/testResult';

/** Where a test is: its file, and the root that relative paths of tracebacks start from. */
export interface TestPlace {
  readonly root: string;
  /** Of what is next above a test that no text shows, such as one that a loop makes. */
  readonly file: string;
  /** Shown at when the traceback names no line of the project. */
  readonly range: vscode.Range | undefined;
}

/** The messages of a test that failed: one for each traceback, so several where sub-tests or clean-ups failed too. */
export function failureMessages(result: TestResult, place: TestPlace): vscode.TestMessage[] {
  const messages = result.attachments
    .filter(isTraceback)
    .map((attachment) => tracebackMessage(parseTraceback(attachment.text ?? ''), subTestOf(attachment), place));
  if (messages.length > 0) return messages;
  return [at(new vscode.TestMessage('The test failed, and its runner did not say why.'), place)];
}

/** The message of a test that passed although it is marked to fail. */
export function unexpectedSuccessMessage(place: TestPlace): vscode.TestMessage {
  const text = 'This test passed, but it is marked with expectedFailure. Remove the mark if it is meant to pass now.';
  return at(new vscode.TestMessage(text), place);
}

/** The messages of a test that has no outcome of its own: first what is known of it, then what the runner had. */
export function errorMessages(result: TestResult, words: string, place: TestPlace): vscode.TestMessage[] {
  const tracebacks = result.attachments.filter(isTraceback);
  const messages = tracebacks.map((attachment) => tracebackMessage(parseTraceback(attachment.text ?? ''), '', place));
  return [at(new vscode.TestMessage(result.words ?? words), place), ...messages];
}

/** The message of what was asked for and of which nothing was told. */
export function untoldMessage(words: string, place: TestPlace): vscode.TestMessage {
  return at(new vscode.TestMessage(words), place);
}

/** The message of a class or module that failed as a whole. */
export function problemMessage(what: string, traceback: string, place: TestPlace): vscode.TestMessage {
  return tracebackMessage(parseTraceback(traceback), `${what}: `, place);
}

/** What a test logged and printed, and its skip reason, for the output of the run. */
export function outputOf(result: TestResult): string {
  return result.attachments
    .map((attachment) => {
      const cut = attachment.cut ? `\n(${attachment.size} bytes; the rest is not kept)` : '';
      if (attachment.text === undefined) return `${attachment.name}: ${attachment.size} bytes of ${attachment.mime}`;
      return `${headingOf(attachment)}${attachment.text.trimEnd()}${cut}`;
    })
    .join('\n');
}

/** fixtures names the log `pythonlogging:''`, and what was printed `stdout` or `test_id.stdout`. */
function headingOf({ name }: Attachment): string {
  if (name.startsWith('traceback')) return '';
  if (name === 'reason') return 'Skipped: ';
  return `--- ${name.startsWith('pythonlogging') ? 'logging' : name} ---\n`;
}

/** @param before what stands before the exception, such as the sub-test that it ended */
function tracebackMessage(traceback: Traceback, before: string, place: TestPlace): vscode.TestMessage {
  const { exception, message: said, expected, actual } = traceback;
  const name = exception.slice(exception.lastIndexOf('.') + 1);
  // Python prints both values in the message too; the name of testtools' mismatch adds nothing to them.
  const text = name === '' || name === 'MismatchError' || name === said ? said : `${name}: ${said}`;
  const shown = `${before}${text || 'The test failed without a word.'}`;
  const message =
    expected !== undefined && actual !== undefined
      ? vscode.TestMessage.diff(shown, expected, actual)
      : new vscode.TestMessage(shown);
  const frame = failingFrame(traceback, { file: place.file });
  if (frame) message.location = new vscode.Location(uriOf(frame, place.root), positionOf(frame));
  else at(message, place);
  // VS Code wants the innermost call first; Python prints it last.
  message.stackTrace = [...traceback.frames]
    .reverse()
    .map((each) => new vscode.TestMessageStackFrame(each.function, uriOf(each, place.root), positionOf(each)));
  return message;
}

/** `traceback [item] (i=1)` is the traceback of a sub-test. */
function subTestOf({ name }: Attachment): string {
  const subTest = /^traceback\s+(.+)$/.exec(name)?.[1];
  return subTest === undefined ? '' : `${subTest}: `;
}

function at(message: vscode.TestMessage, { file, range }: TestPlace): vscode.TestMessage {
  if (range) message.location = new vscode.Location(vscode.Uri.file(file), range.start);
  return message;
}

function uriOf({ file }: Frame, root: string): vscode.Uri {
  return vscode.Uri.file(resolve(root, file));
}

function positionOf({ line }: Frame): vscode.Position {
  return new vscode.Position(Math.max(0, line - 1), 0);
}
