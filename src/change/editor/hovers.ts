import * as vscode from 'vscode';
import { explainAt, type Explanation } from '../explain';
import { messageLinks } from '../messageLinks';
import { MESSAGES } from './messageDocuments';
import { openMessage, type MessageServices } from './messages';

/** What a trailer means, what is known of a change it names, and links to bugs, blueprints and changes. */
export function registerHovers(services: MessageServices): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.languages.registerHoverProvider(MESSAGES, {
      async provideHover(document, position) {
        const message = await openMessage(document, services);
        if (!message) return undefined;
        const { comment, facts } = message;
        const found = explainAt(document.getText(), position.line, position.character, services.lookup, { comment, server: facts.server });
        return found && new vscode.Hover(markdownOf(found), new vscode.Range(position.line, found.start, position.line, found.end));
      },
    }),
    vscode.languages.registerDocumentLinkProvider(MESSAGES, {
      async provideDocumentLinks(document) {
        const message = await openMessage(document, services);
        if (!message) return [];
        const { comment, facts } = message;
        const options = { comment, server: facts.server, ...(facts.review ? { project: facts.review.project } : {}) };
        return messageLinks(document.getText(), options).map(({ line, start, end, url, title }) => {
          const link = new vscode.DocumentLink(new vscode.Range(line, start, line, end), vscode.Uri.parse(url, true));
          link.tooltip = title;
          return link;
        });
      },
    }),
  );
}

function markdownOf({ paragraphs, links, source }: Explanation): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  text.appendMarkdown(paragraphs.map(escaped).join('\n\n'));
  for (const { title, url } of links) text.appendMarkdown(`\n\n[${escaped(title)}](${vscode.Uri.parse(url, true).toString()})`);
  if (source) text.appendMarkdown(`\n\nSource: ${escaped(source)}`);
  return text;
}

/** Subjects and names come from servers and messages: nothing in them is Markdown. */
export const escaped = (text: string): string => text.replace(/[\\`*_{}[\]()#+\-.!|<>~&]/g, '\\$&').replace(/\s+/g, ' ');
