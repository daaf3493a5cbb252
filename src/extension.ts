import * as vscode from 'vscode';
import type { Api } from './api';
import { registerCommand } from './base/editor/commands';
import { activateCoverage } from './coverage/editor';

/** The composition root: builds the services, hands them to the features, registers what they return. */
export function activate(context: vscode.ExtensionContext): Api {
  const log = vscode.window.createOutputChannel('OpenStack Contributor', { log: true });
  const coverage = activateCoverage(context, log);
  context.subscriptions.push(
    log,
    coverage,
    registerCommand(log, 'openstackContributor.showLog', () => log.show()),
  );
  return { version: 1, coverage: coverage.api };
}
