/** Says over a line which tests run it, where a run noted that. */
import * as vscode from 'vscode';
import { setting } from '../../../base/editor/settings';
import { UserError } from '../../../base/errors';
import { escapeMarkdown } from '../../../base/plainText';
import type { LineTests, TestsOfLine } from './lineTests';
import { headline, reservations } from './wording';

const SHOWN = 5;

export function registerLineTestsHover(lineTests: LineTests): vscode.Disposable {
  return vscode.languages.registerHoverProvider(
    { scheme: 'file', language: 'python' },
    {
      async provideHover(document, { line }, token) {
        const { uri } = document;
        if (!vscode.workspace.isTrusted || !setting('testing.showTestsInHover', uri)) return undefined;
        if (!(await lineTests.hasData(uri)) || token.isCancellationRequested) return undefined;
        try {
          const tests = await lineTests.testsOf(uri, [line + 1]);
          // Of a line that never ran, and of one that only ran at import, the hover has nothing to tell.
          return tests.ids.length === 0 && tests.unknown.length === 0 ? undefined : hoverOf(tests, uri, line);
        } catch (error) {
          // The command tells why; a hover that nobody asked for does not.
          if (error instanceof UserError) return undefined;
          throw error;
        }
      },
    },
  );
}

function hoverOf(tests: TestsOfLine, uri: vscode.Uri, line: number): vscode.Hover {
  const text = new vscode.MarkdownString();
  text.isTrusted = {
    enabledCommands: ['openstackContributor.testing.testsOfLine', 'openstackContributor.testing.runTestsOfLine'],
  };
  const place = encodeURIComponent(JSON.stringify([uri.toString(), line + 1]));
  const links = [
    `[Show](command:openstackContributor.testing.testsOfLine?${place} "Tests of This Line")`,
    `[Run](command:openstackContributor.testing.runTestsOfLine?${place} "Run the Tests of This Line")`,
  ];
  text.appendMarkdown(`${headline(tests)}${tests.ids.length > 0 ? ` · ${links.join(' · ')}` : ''}\n\n`);
  for (const id of tests.ids.slice(0, SHOWN)) text.appendMarkdown(`- ${code(id)}\n`);
  if (tests.ids.length > SHOWN) text.appendMarkdown(`- and ${tests.ids.length - SHOWN} more\n`);
  for (const sentence of reservations(tests)) text.appendMarkdown(`\n${escapeMarkdown(sentence)}\n`);
  return new vscode.Hover(text, new vscode.Range(line, 0, line, Number.MAX_SAFE_INTEGER));
}

/** An id as code: the fence is longer than any row of backticks in it. */
function code(id: string): string {
  const fence = '`'.repeat(1 + Math.max(0, ...[...id.matchAll(/`+/g)].map(([row]) => row.length)));
  return `${fence}${id.replace(/\s+/g, ' ')}${fence}`;
}
