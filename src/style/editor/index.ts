import type * as vscode from 'vscode';
import type { StyleApi } from '../../api';
import { DisposableStore } from '../../base/emitter';
import type { Log } from '../../base/log';
import type { ToxReader } from '../tools/styleEnvironment';
import { BeforeTexts } from './beforeTexts';
import { registerCheckOnSave } from './checkOnSave';
import { StyleChecks } from './checks';
import { registerStyleCommands } from './commands';
import { registerRuleHover } from './hover';
import { StyleStatus } from './languageStatus';
import { Pep8Runs } from './pep8Environment';
import { Problems } from './problems';
import { registerQuickFixes } from './quickFixes';
import { RuleBook } from './ruleBook';
import { registerRuleDocuments } from './ruleDocument';
import { styleApi } from './styleApi';

export { ACTIONS as STYLE_ACTIONS } from './failures';
export { flake8Program, usesFlake8 } from './flake8Program';

/** Builds the feature. Nothing is read or run here: checks come with saving a file, or are asked for. */
export function activateStyle(log: Log, tox: ToxReader): vscode.Disposable & { api: StyleApi } {
  const store = new DisposableStore();
  const rules = new RuleBook(log);
  const problems = store.add(new Problems(rules));
  const checks = store.add(new StyleChecks(problems, rules, tox, log));
  const pep8 = new Pep8Runs(problems, rules, store.add(new BeforeTexts()), tox, log);
  store.add(new StyleStatus(checks));
  store.add(registerCheckOnSave(checks));
  store.add(registerRuleHover(problems, rules));
  store.add(registerRuleDocuments(rules));
  store.add(registerQuickFixes(problems, rules, checks, log));
  store.add(registerStyleCommands({ log, checks, problems, rules, pep8, tox }));
  return { dispose: () => store.dispose(), api: styleApi(checks) };
}
