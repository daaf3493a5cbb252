import { basename } from 'node:path';
import * as vscode from 'vscode';
import { showInputBox, showQuickPickOfMany } from '../../../base/editor/quickInput';
import { UserError } from '../../../base/errors';
import { keepFile } from '../../../base/keeping';
import { MAX_YAML_BYTES } from '../../../base/yaml';
import { diskFiles } from '../../../project/files';
import { isSlug, keepSections, newReleaseNote, sectionsOf, usesReno } from '../../draft/releaseNotes';
import { workOfBranch } from '../../message/branchName';
import type { MessageServices } from '../message/openMessage';

/** Asks for name and sections, makes the note and opens it. Undefined when the person gave it up before. */
export async function makeReleaseNote(root: string, services: MessageServices): Promise<vscode.Uri | undefined> {
  if (!(await usesReno(root, diskFiles))) {
    throw new UserError(
      'no-reno',
      `${basename(root)} has no releasenotes/notes and asks for no reno, so it does not seem to write release notes with reno.`,
    );
  }
  const { branch } = await services.repositories.facts(root);
  const { bug, blueprint } = workOfBranch(branch);
  const slug = await showInputBox({
    title: 'New Release Note',
    prompt: 'A short name for the file, such as fix-host-weights.',
    value: bug ? `bug-${bug}` : (blueprint ?? ''),
    validateInput: (value) => (isSlug(value) ? undefined : 'Letters, digits, dots and hyphens.'),
  });
  if (slug === undefined) return undefined;
  const file = vscode.Uri.file(await newReleaseNote(root, slug, diskFiles, vscode.workspace.isTrusted));
  const text = (await diskFiles.read(file.fsPath, MAX_YAML_BYTES)) ?? '';
  const chosen = await chooseSections(await sectionsOf(text), bug ? 'fixes' : blueprint ? 'features' : undefined);
  if (chosen.length > 0) await keepFile('The release note', file.fsPath, await keepSections(text, chosen));
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(file), { preview: false });
  return file;
}

/** None chosen, or Escape: all stay, as reno made them. */
async function chooseSections(sections: readonly string[], likely: string | undefined): Promise<string[]> {
  const items = sections.map((label) => ({ label, picked: label === likely }));
  const chosen = await showQuickPickOfMany(items, {
    title: 'Which Sections Does the Note Need?',
    placeHolder: 'The others are left out. Choose none to keep all.',
    ignoreFocusOut: true,
  });
  return (chosen ?? []).map(({ label }) => label);
}
