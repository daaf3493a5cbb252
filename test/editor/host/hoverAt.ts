import * as vscode from 'vscode';

/** The Markdown of all that VS Code would show in a hover at a 0-based line and character, as its extensions wrote it. */
export async function hoverAt(uri: vscode.Uri, line: number, character: number): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    uri,
    new vscode.Position(line, character),
  );
  return hovers
    .flatMap(({ contents }) => contents)
    .map((one) => (one instanceof vscode.MarkdownString ? one.value : ''))
    .join('\n');
}
