import * as vscode from 'vscode';
import { signalOf } from '../../../base/editor/cancellation';
import { escapeMarkdown } from '../../../base/plainText';
import { addressOf, type ChangeLookup, type ChangeSummary } from '../../message/changeLookup';
import type { Person } from '../../message/signOff';
import { personValue, type Suggestion, suggestAt, type WantedValue, wantedAt } from '../../message/suggestions';
import type { RepositoryFacts } from '../../repository/repositoryFacts';
import { LateAnswers } from '../../server/lateAnswers';
import { MESSAGES } from './messageDocuments';
import { type MessageServices, openMessage } from './openMessage';

const KINDS: Readonly<Record<Suggestion['kind'], vscode.CompletionItemKind>> = {
  trailer: vscode.CompletionItemKind.Property,
  impact: vscode.CompletionItemKind.Keyword,
  value: vscode.CompletionItemKind.Value,
  person: vscode.CompletionItemKind.User,
  change: vscode.CompletionItemKind.Reference,
};

/** Names of trailers, and values for them. What a server has to say comes with the list when it comes; a next key cancels it. */
export function registerCompletions(services: MessageServices): vscode.Disposable {
  const late: Late = { people: new LateAnswers(), changes: new LateAnswers() };
  return vscode.languages.registerCompletionItemProvider(
    MESSAGES,
    {
      async provideCompletionItems(document, position, token) {
        const message = await openMessage(document, services);
        if (!message) return undefined;
        const { facts, reading } = message;
        const place = [document.getText(), position.line, position.character] as const;
        const offline = suggestAt(
          ...place,
          {
            ...facts.history,
            ...(facts.branch ? { branch: facts.branch } : {}),
            ...(facts.committer ? { person: facts.committer } : {}),
          },
          reading,
        );
        const wanted = wantedAt(...place, reading);
        const asked = wanted ? await ask(wanted, facts, services.lookup, late, offline.length === 0, token) : [];
        const items = [...offline, ...asked].map((suggestion, at) => itemOf(suggestion, at, position.line));
        // What the server found depends on what was typed, so it is asked again as more is typed.
        return new vscode.CompletionList(items, wanted !== undefined);
      },
    },
    ' ',
    ':',
    '#',
    '/',
  );
}

interface Late {
  readonly people: LateAnswers<Person>;
  readonly changes: LateAnswers<ChangeSummary>;
}

/** @param waits whether there is nothing else to show */
async function ask(
  wanted: WantedValue,
  { server, committer }: RepositoryFacts,
  lookup: ChangeLookup,
  late: Late,
  waits: boolean,
  token: vscode.CancellationToken,
): Promise<Suggestion[]> {
  const cancelled = signalOf(token);
  const { start, end, typed } = wanted;
  if (wanted.form === 'person') {
    const people = await late.people.of(server, typed, waits, cancelled, (signal) =>
      lookup.people(server, typed, signal),
    );
    return people.map((person) => ({ ...personValue(person, 'from Gerrit'), start, end }));
  }
  const changes = await late.changes.of(server, typed, waits, cancelled, (signal) =>
    lookup.search(server, typed, committer?.email, signal),
  );
  return changes.map((change) => ({
    ...changeValue(change, server),
    filter: `${typed} ${change.number} ${change.subject}`,
    start,
    end,
  }));
}

const STATES = { NEW: 'open', MERGED: 'merged', ABANDONED: 'abandoned' } as const;

function changeValue(change: ChangeSummary, server: string): Omit<Suggestion, 'start' | 'end'> {
  const { number, subject, project, branch, status, votes = [] } = change;
  return {
    kind: 'change',
    label: `${number} ${subject}`,
    detail: `${project}, ${branch}, ${STATES[status]}`,
    about: votes.join(', '),
    insert: addressOf(server, change),
  };
}

function itemOf(suggestion: Suggestion, at: number, line: number): vscode.CompletionItem {
  const { label, detail, about, insert, start, end, filter, kind, thenValues } = suggestion;
  const item = new vscode.CompletionItem(
    { label, ...(kind === 'person' || kind === 'change' ? { description: detail ?? '' } : {}) },
    KINDS[kind],
  );
  item.insertText = insert;
  item.range = new vscode.Range(line, start, line, end);
  item.sortText = String(at).padStart(4, '0');
  if (filter !== undefined) item.filterText = filter;
  if (detail !== undefined) item.detail = detail;
  if (about) item.documentation = new vscode.MarkdownString(about.split('\n\n').map(escapeMarkdown).join('\n\n'));
  if (thenValues) item.command = { command: 'editor.action.triggerSuggest', title: 'Suggest values' };
  return item;
}
