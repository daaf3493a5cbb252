import * as vscode from 'vscode';
import type { Api } from './api';
import { registerCommand } from './base/editor/commands';
import { activateChange } from './change/editor';
import { activateCoverage } from './coverage/editor';
import { activateGitHub } from './github/editor';
import { activateTesting } from './testing/editor';
import { activateStyle } from './style/editor';

/** The composition root: builds the services, hands them to the features, registers what they return. */
export function activate(context: vscode.ExtensionContext): Api {
  const log = vscode.window.createOutputChannel('OpenStack Contributor', { log: true });
  const coverage = activateCoverage(context, log);
  const testing = activateTesting(context, { log, addCoverage: (folder, report) => coverage.addRun(folder, report) });
  const style = activateStyle(log);
  const github = activateGitHub(log);
  const change = activateChange(context, log, {
    coverage: coverage.api,
    style: style.api,
    testing: testing.api,
    describePullRequest: github.describePullRequest,
  });
  context.subscriptions.push(
    log,
    coverage,
    testing,
    style,
    github,
    change,
    registerCommand(log, 'openstackContributor.showLog', () => log.show()),
  );
  return { version: 1, coverage: coverage.api, testing: testing.api, style: style.api, change: change.api };
}
