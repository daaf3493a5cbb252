import * as vscode from 'vscode';
import type { Api } from './api';
import { registerCommand } from './base/editor/commands';
import { activateCoverage } from './coverage/editor';
import type { ToxAnswers } from './project/editor/toxAnswers';

/**
 * The composition root: builds the services, hands them to the features, registers what they return. What a person sees
 * first is there first; each other feature is loaded in a turn of its own, so that VS Code is never held up. It runs no
 * command of ours before all are there, because it waits for this promise.
 */
export async function activate(context: vscode.ExtensionContext): Promise<Api> {
  const log = vscode.window.createOutputChannel('OpenStack Contributor', { log: true });
  // What is loaded when somebody first asks tox, or reads its settings: one memory of its answers for all features.
  let answers: Promise<ToxAnswers> | undefined;
  const toxAnswers = (): Promise<ToxAnswers> =>
    (answers ??= import('./project/editor/toxAnswers').then((module) => {
      const made = new module.ToxAnswers(log);
      context.subscriptions.push(made);
      return made;
    }));
  const coverage = activateCoverage(context, log, toxAnswers);
  context.subscriptions.push(
    log,
    coverage,
    registerCommand(log, 'openstackContributor.showLog', () => log.show()),
  );
  const later = async <Feature extends vscode.Disposable>(load: () => Promise<Feature>): Promise<Feature> => {
    await new Promise(setImmediate);
    const feature = await load();
    context.subscriptions.push(feature);
    return feature;
  };

  const testing = await later(async () => {
    const { activateTesting } = await import('./testing/editor');
    return activateTesting(context, { log, tox: await toxAnswers(), addCoverage: (...run) => coverage.addRun(...run) });
  });
  const style = await later(async () => (await import('./style/editor')).activateStyle(log, await toxAnswers()));
  const github = await later(async () => (await import('./github/editor')).activateGitHub(log));
  const change = await later(async () => {
    const { activateChange } = await import('./change/editor');
    return activateChange(context, log, {
      coverage: coverage.api,
      style: style.api,
      testing: testing.api,
      describePullRequest: github.describePullRequest,
    });
  });
  const retirement = await later(async () => {
    const { activateRetirement } = await import('./retirement/editor');
    return activateRetirement(context, log, { change: change.door, mirror: github.mirror });
  });
  return {
    version: 1,
    coverage: coverage.api,
    testing: testing.api,
    style: style.api,
    change: change.api,
    retirement: retirement.api,
  };
}
