import * as vscode from 'vscode';
import { showInputBox, showQuickPick } from '../../../base/editor/quickInput';
import { diskFiles } from '../../../project/files';
import { workTrailer } from '../../draft/prefill';
import { usesReno } from '../../draft/releaseNotes';
import { addTrailers, removeTrailer } from '../../message/addTrailers';
import { workOfBranch } from '../../message/branchName';
import { addressOf, type ChangeLookup } from '../../message/changeLookup';
import { commentMark } from '../../message/commentMark';
import { readDependency } from '../../message/zuul';
import type { RepositoryFacts } from '../../repository/repositoryFacts';
import type { MessageServices } from '../message/openMessage';
import { type AnswerItem, pickChange } from '../server/pickChange';
import type { Composer } from './composer';
import { makeReleaseNote } from './releaseNoteCommand';

/** Asks what the change is about, one question at a time, and writes the answers as trailers. Escape stops and writes nothing. */
export async function composeInSteps(root: string, composer: Composer, services: MessageServices): Promise<void> {
  const facts = await services.repositories.read(root);
  const hasReno = await usesReno(root, diskFiles);
  const title = (step: number): string => `Commit for Gerrit (${step} of ${hasReno ? 4 : 3})`;
  const work = await askWork(title(1), facts.branch);
  if (work === undefined) return;
  const dependsOn = await askChange(
    title(2),
    'Depends-On',
    'Which change in another repository has to merge before this one?',
    facts,
    services.lookup,
  );
  if (dependsOn === undefined) return;
  const neededBy = await askChange(title(3), 'Needed-By', 'Which change waits for this one?', facts, services.lookup);
  if (neededBy === undefined) return;
  const note = hasReno ? await askNote(title(4)) : false;
  if (note === undefined) return;
  const { document } = await composer.open(root, 'commit');
  const comment = commentMark(facts.config, document.getText());
  const edit = new vscode.WorkspaceEdit();
  // What the branch seemed to say gives way to the answer.
  const guessed = workTrailer(facts.branch);
  const begun = guessed === undefined ? document.getText() : removeTrailer(document.getText(), guessed, { comment });
  const text = addTrailers(begun, [...work, ...dependsOn, ...neededBy], { comment });
  edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), text);
  await vscode.workspace.applyEdit(edit);
  if (note) await makeReleaseNote(root, services);
}

/** Of a blueprint. */
const NAME = /^[a-z0-9][a-z0-9.+-]*$/i;

type Kind = vscode.QuickPickItem & {
  readonly trailer?: (value: string) => string[];
  readonly prompt?: string;
  readonly value?: string;
  readonly form?: RegExp;
};

async function askWork(title: string, branch: string | undefined): Promise<string[] | undefined> {
  const { bug, blueprint, story } = workOfBranch(branch);
  const ofBug = (label: string, description: string, key: string): Kind => ({
    label,
    description,
    prompt: 'Number of the bug on Launchpad',
    form: /^#?\d+$/,
    value: bug ?? '',
    trailer: (number) => [`${key}: #${number.replace('#', '')}`],
  });
  const kinds: Kind[] = [
    ofBug('Fixes a bug', 'Closes-Bug: the bug is fixed when this merges', 'Closes-Bug'),
    ofBug('Fixes a part of a bug', 'Partial-Bug: the bug stays open', 'Partial-Bug'),
    ofBug('Has to do with a bug', 'Related-Bug: a comment on the bug', 'Related-Bug'),
    {
      label: 'Completes a blueprint',
      description: 'Implements',
      prompt: 'Name of the blueprint',
      value: blueprint ?? '',
      trailer: (name) => [`Implements: blueprint ${name}`],
    },
    {
      label: 'Is a part of a blueprint',
      description: 'Partial-Implements',
      prompt: 'Name of the blueprint',
      value: blueprint ?? '',
      trailer: (name) => [`Partial-Implements: blueprint ${name}`],
    },
    {
      label: 'Belongs to a story',
      description: 'Story and Task on StoryBoard',
      prompt: 'Number of the story, a space, and that of the task',
      form: /^#?\d+(\s+#?\d+)?$/,
      value: story ?? '',
      trailer: storyAndTask,
    },
    { label: 'None of these', description: 'Such as documentation, tests or a refactoring' },
  ];
  const kind = await showQuickPick(kinds, { title, placeHolder: 'What kind of change is it?', ignoreFocusOut: true });
  if (!kind?.trailer) return kind && [];
  const value = await showInputBox({
    title,
    prompt: kind.prompt ?? '',
    value: kind.value ?? '',
    ignoreFocusOut: true,
    validateInput: (typed) => ((kind.form ?? NAME).test(typed.trim()) ? undefined : (kind.prompt ?? '')),
  });
  return value === undefined ? undefined : kind.trailer(value.trim());
}

function storyAndTask(typed: string): string[] {
  const [story = '', task] = typed.split(/\s+/);
  return [`Story: ${story.replace('#', '')}`, ...(task ? [`Task: ${task.replace('#', '')}`] : [])];
}

/** The trailer that names a change from the server's list, or an address that is typed. Undefined on Escape, empty for none. */
async function askChange(
  title: string,
  key: string,
  placeholder: string,
  facts: RepositoryFacts,
  lookup: ChangeLookup,
): Promise<string[] | undefined> {
  const { server } = facts;
  const host = new URL(server).host;
  return pickChange<string[]>(
    {
      title,
      placeholder: `${placeholder} Type a number, words of its subject, or paste its address.`,
      of: (change) => [`${key}: ${addressOf(server, change)}`],
      above: (typed) => addressItems(key, typed.trim(), host),
      below: [{ label: 'None', answer: [] }],
    },
    facts,
    lookup,
  );
}

function addressItems(key: string, typed: string, host: string): AnswerItem<string[]>[] {
  const dependency = readDependency(typed, host);
  if (dependency.kind !== 'gerrit' && dependency.kind !== 'github') return [];
  const answer = [`${key}: ${typed.replace(/\/$/, '')}`];
  return [{ label: typed, description: `change ${dependency.number}`, alwaysShow: true, answer }];
}

async function askNote(title: string): Promise<boolean | undefined> {
  const items = [
    { label: 'No release note', note: false },
    { label: 'Make a release note', description: 'for what people who run or use the project should know', note: true },
  ];
  return (await showQuickPick(items, { title, placeHolder: 'Does it need a release note?', ignoreFocusOut: true }))
    ?.note;
}
