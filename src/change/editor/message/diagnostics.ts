import * as vscode from 'vscode';
import { onSettingChange, setting } from '../../../base/editor/settings';
import { SEVERITIES } from '../../../base/editor/severities';
import { messageOf } from '../../../base/errors';
import type { Log } from '../../../base/log';
import type { CheckContext, Finding } from '../../message/finding';
import { checkMessage } from '../../message/rules/checkMessage';
import { checkContext, dependenciesOf } from '../../repository/repositoryFacts';
import { isMessage } from './messageDocuments';
import { type MessageServices, type OpenMessage, openMessage } from './openMessage';

/** After the last key: a check takes a few milliseconds, but squiggles that flicker under the hand disturb. */
const REST_MS = 150;

/** What is wrong with the messages that are open, in Problems, and for quick fixes and hovers. */
export class MessageDiagnostics implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('openstack-commit-message');
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private readonly found = new Map<string, { readonly version: number; readonly findings: readonly Finding[] }>();
  private readonly listening: vscode.Disposable;

  constructor(
    private readonly services: MessageServices,
    private readonly log: Log,
  ) {
    this.listening = vscode.Disposable.from(
      vscode.workspace.onDidOpenTextDocument((document) => this.schedule(document, 0)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.schedule(document, REST_MS)),
      vscode.workspace.onDidCloseTextDocument((document) => this.forget(document)),
      services.lookup.onDidLearn(() => this.checkAll()),
      services.repositories.onDidChange(() => this.checkAll()),
      onSettingChange(['change.check', 'change.signOff'], () => this.checkAll()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('git.alwaysSignOff')) this.checkAll();
      }),
    );
    this.checkAll();
  }

  /** The findings of a document as its text is now. */
  async of(document: vscode.TextDocument): Promise<readonly Finding[]> {
    const found = this.found.get(document.uri.toString());
    return found?.version === document.version ? found.findings : this.check(document);
  }

  dispose(): void {
    this.listening.dispose();
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.collection.dispose();
  }

  private checkAll(): void {
    for (const document of vscode.workspace.textDocuments) this.schedule(document, 0);
  }

  private schedule(document: vscode.TextDocument, ms: number): void {
    if (!isMessage(document)) return;
    const key = document.uri.toString();
    clearTimeout(this.timers.get(key));
    const run = (): void => {
      this.timers.delete(key);
      this.check(document).catch((error: unknown) => this.log.error(`The check of ${key} failed: ${messageOf(error)}`));
    };
    this.timers.set(key, setTimeout(run, ms));
  }

  private async check(document: vscode.TextDocument): Promise<readonly Finding[]> {
    const message = await openMessage(document, this.services);
    if (document.isClosed) return [];
    const { lookup } = this.services;
    const text = document.getText();
    let findings: readonly Finding[] = [];
    // A draft without a summary is one that nobody has begun to write.
    if (message && !(message.place === 'composer' && !document.lineAt(0).text.trim())) {
      const { facts, reading, authorEmail } = message;
      const policy = setting('change.signOff', vscode.Uri.file(facts.root));
      const context = {
        ...checkContext(facts, text, lookup, policy, reading),
        ...(authorEmail ? { authorEmail } : {}),
        ...commitOf(message),
      };
      findings = checkMessage(text, context);
      lookup.askFor(facts.server, {
        ...dependenciesOf(text, facts.server, reading),
        ...(facts.review ? { project: facts.review.project } : {}),
        // Only then it matters which other addresses the person has.
        ...(findings.some(({ code }) => code === 'sign-off-email') ? { account: facts.root } : {}),
      });
    }
    this.found.set(document.uri.toString(), { version: document.version, findings });
    this.collection.set(document.uri, findings.map(diagnosticOf));
    return findings;
  }

  private forget(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    clearTimeout(this.timers.get(key));
    this.timers.delete(key);
    this.found.delete(key);
    this.collection.delete(document.uri);
    this.services.documents.forget(document);
  }
}

/** What the commit that is made of a message adds: VS Code commits its input, with `--signoff` where it is set so. */
function commitOf({ place, root }: OpenMessage): Pick<CheckContext, 'stage' | 'signsOff'> {
  if (place !== 'sourceControl') return {};
  return {
    stage: 'input',
    signsOff: vscode.workspace.getConfiguration('git', vscode.Uri.file(root)).get('alwaysSignOff') === true,
  };
}

const rangeOf = ({ line, startColumn, endColumn }: Finding): vscode.Range =>
  new vscode.Range(line, startColumn, line, endColumn);

function diagnosticOf(finding: Finding): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(
    rangeOf(finding),
    `${finding.message}\nSource: ${finding.source}`,
    SEVERITIES[finding.severity],
  );
  diagnostic.source = 'OpenStack';
  diagnostic.code = finding.code;
  return diagnostic;
}
