import { join } from 'node:path';
import * as vscode from 'vscode';
import { cancellable } from '../../base/editor/cancellation';
import { notify } from '../../base/editor/notifications';
import { openRepository, type Repository } from '../../base/git';
import type { Log } from '../../base/log';
import { plural } from '../../base/words';
import type { FindMirror } from '../../github/editor';
import { baseNameOf, namespaceOf } from '../edits';
import type { Plan, PlanStep, ReferenceDecision } from '../plan';
import { staleDecisions, withDecision } from '../references/decisions';
import { findReferences, type Reference } from '../references/findReferences';
import { mirrorState } from '../references/mirror';
import type { CloneBook } from './cloneBook';
import type { RetirementModel } from './retirementModel';

/** Of one clone: more are out of maintenance. */
const MOST_BRANCHES = 12;

export interface ReferenceWorkParts {
  readonly log: Log;
  readonly model: RetirementModel;
  readonly clones: CloneBook;
  readonly mirror: FindMirror;
  /** Shows what is below a step in the view. */
  readonly reveal: (file: string, step: string) => Promise<void>;
}

/** What other repositories, and the mirror on GitHub, still say of a project that is retired. */
export class ReferenceWork {
  constructor(private readonly parts: ReferenceWorkParts) {}

  /** Searches the folders that are open and the clones that are known. */
  async find(file: string, plan: Plan, step: PlanStep): Promise<void> {
    const clones = await this.parts.clones.all();
    const found = await cancellable('Searching for references', async (signal, report) => {
      const references: Reference[] = [];
      let more = false;
      for (const { root, repository } of clones) {
        if (signal.aborted) break;
        report({ message: repository, increment: 100 / clones.length });
        const clone = await openRepository(root);
        // Jobs of stable branches require projects too, and nobody sees them in a checkout of master.
        for (const branch of [undefined, ...(await stableBranches(clone))]) {
          const options = branch === undefined ? {} : { branch };
          const one = await findReferences(clone, repository, plan.repositories, options);
          references.push(...one.references);
          more ||= one.more;
        }
      }
      return { references, more };
    });
    this.parts.model.setReferences(file, step.id, found.references);
    await this.parts.reveal(file, step.id);
    const where = `${plural(clones.length, 'clone')}: ${clones
      .map(({ repository }) => repository)
      .slice(0, 5)
      .join(', ')}`;
    const cut = found.more ? ' There are more than are shown.' : '';
    const searched = clones.map(({ repository }) => repository);
    const gone = found.more ? [] : staleDecisions(found.references, step.decisions ?? [], searched);
    const done =
      gone.length > 0
        ? ` ${plural(gone.length, 'line')} that you decided about ${gone.length === 1 ? 'is' : 'are'} gone.`
        : '';
    void notify('information', `${plural(found.references.length, 'line')} found in ${where}.${done}${cut}`);
  }

  /** Keeps what was decided about a line in the plan. */
  async decide(
    file: string,
    step: PlanStep,
    reference: Reference,
    decision: ReferenceDecision['decision'],
  ): Promise<void> {
    const was = step.decisions ?? [];
    const decisions = withDecision(was, [reference], decision);
    await this.parts.model.update(file, { kind: 'decide', step: step.id, decisions, was });
  }

  async open({ root, path, line }: Reference): Promise<void> {
    const at = new vscode.Position(line - 1, 0);
    await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(join(root, path)), {
      selection: new vscode.Range(at, at),
    });
  }

  /** What GitHub shows of each repository, as a document. Throws GitHubError. */
  async showMirrors(plan: Plan): Promise<void> {
    const content = await cancellable('Asking GitHub', async (signal, report) => {
      const lines: string[] = [];
      for (const repository of plan.repositories) {
        if (signal.aborted) break;
        report({ message: repository, increment: 100 / plan.repositories.length });
        const mirror = await this.parts.mirror(namespaceOf(repository), baseNameOf(repository));
        const { isDone, words } = mirrorState(mirror);
        lines.push(
          `${isDone ? 'Done' : 'Not done'}: github.com/${repository}`,
          ...words.map((each) => `  ${each}.`),
          '',
        );
      }
      return lines.join('\n');
    });
    const document = await vscode.workspace.openTextDocument({ content, language: 'plaintext' });
    await vscode.window.showTextDocument(document, { preview: true });
  }
}

/** As they were fetched last, with the name of their remote; the newest first, and not the oldest of many. */
async function stableBranches(clone: Repository): Promise<string[]> {
  const names = await clone.ask(['for-each-ref', '--sort=-committerdate', '--format=%(refname:short)', 'refs/remotes']);
  const stable = (names ?? '').split('\n').filter((name) => /^[^/]+\/(?:stable|unmaintained)\//.test(name));
  const seen = new Set<string>();
  return stable
    .filter((name) => {
      const branch = name.slice(name.indexOf('/') + 1);
      return !seen.has(branch) && seen.add(branch);
    })
    .slice(0, MOST_BRANCHES);
}
