import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import { escapeMarkdown } from '../../../base/plainText';
import { type Explanation, explainAt, withPullRequest } from '../../message/explain';
import { messageLinks } from '../../message/messageLinks';
import type { DescribePullRequest } from '../../preflight/commitChecks';
import { MESSAGES } from './messageDocuments';
import { type MessageServices, openMessage } from './openMessage';

/** How long a hover waits for GitHub. */
const HOVER_MS = 2000;

/** What a trailer means, what is known of a change it names, and links to bugs, blueprints and changes. */
export function registerHovers(
  services: MessageServices,
  describePullRequest?: DescribePullRequest,
): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.languages.registerHoverProvider(MESSAGES, {
      async provideHover(document, position) {
        const message = await openMessage(document, services);
        if (!message) return undefined;
        const { reading, facts } = message;
        const found = explainAt(document.getText(), position.line, position.character, services.lookup, {
          ...reading,
          server: facts.server,
        });
        const pull = found?.pull && (await soon(describePullRequest?.(found.pull)));
        return (
          found &&
          new vscode.Hover(
            markdownOf(pull ? withPullRequest(found, pull) : found),
            new vscode.Range(position.line, found.start, position.line, found.end),
          )
        );
      },
    }),
    vscode.languages.registerDocumentLinkProvider(MESSAGES, {
      async provideDocumentLinks(document) {
        const message = await openMessage(document, services);
        if (!message) return [];
        const { reading, facts } = message;
        const options = {
          ...reading,
          server: facts.server,
          ...(facts.review ? { project: facts.review.project } : {}),
        };
        return messageLinks(document.getText(), options).map(({ line, start, end, url, title }) => {
          const link = new vscode.DocumentLink(new vscode.Range(line, start, line, end), vscode.Uri.parse(url, true));
          link.tooltip = title;
          return link;
        });
      },
    }),
  );
}

/** A hover shows what it has when GitHub takes long; the answer is there for the next one. */
const soon = async <T>(answer: Promise<T | undefined> | undefined): Promise<T | undefined> => {
  if (!answer) return undefined;
  const late = new AbortController();
  const none = sleep(HOVER_MS, undefined, { signal: late.signal }).catch(() => undefined);
  return Promise.race([answer, none]).finally(() => late.abort());
};

function markdownOf({ paragraphs, links, source }: Explanation): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  text.appendMarkdown(paragraphs.map(escapeMarkdown).join('\n\n'));
  for (const { title, url } of links) {
    text.appendMarkdown(`\n\n[${escapeMarkdown(title)}](${vscode.Uri.parse(url, true).toString()})`);
  }
  if (source) text.appendMarkdown(`\n\nSource: ${escapeMarkdown(source)}`);
  return text;
}
