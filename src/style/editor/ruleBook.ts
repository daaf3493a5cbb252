import { join } from 'node:path';
import * as vscode from 'vscode';
import { messageOf } from '../../base/errors';
import type { Log } from '../../base/log';
import { diskFiles } from '../../project/files';
import { explain } from '../rules/explain';
import { type LocalRule, readHackingRst } from '../rules/hackingRst';
import { hackingRules } from '../rules/hackingRules';
import type { Explanation } from '../rules/rule';

/**
 * The scheme of documents that explain a rule. They are Markdown; package.json has VS Code show them rendered, and
 * "Reopen Editor With…" shows the text.
 */
export const RULE_SCHEME = 'openstack-rule';

const LOCAL_RULES = 'HACKING.rst';
const MAX_BYTES = 4 << 20;

/** What the rules of each open project mean; the project's own ones are read from its HACKING.rst. */
export class RuleBook {
  private readonly local = new Map<string, { modified: number | undefined; rules: ReadonlyMap<string, LocalRule> }>();

  constructor(private readonly log: Log) {}

  /** Reads HACKING.rst of a root, where it changed since. A project whose HACKING.rst cannot be read has no rules. */
  async load(root: string): Promise<ReadonlyMap<string, LocalRule>> {
    try {
      const path = join(root, LOCAL_RULES);
      const modified = await diskFiles.modified(path);
      const known = this.local.get(root);
      if (known && known.modified === modified) return known.rules;
      const rules = readHackingRst((await diskFiles.read(path, MAX_BYTES)) ?? '');
      this.local.set(root, { modified, rules });
      return rules;
    } catch (error) {
      this.log.warn(`${LOCAL_RULES} of ${root}: ${messageOf(error)}`);
      return new Map();
    }
  }

  /** Codes that can be explained: the project's own, then hacking's. */
  codes(root: string): string[] {
    return [...new Set([...(this.local.get(root)?.rules.keys() ?? []), ...Object.keys(hackingRules)])];
  }

  /** By what `load` read last. */
  explain(root: string, code: string, tool: string): Explanation | undefined {
    return explain(code, this.local.get(root)?.rules, tool);
  }

  /** Where the explanation is: a document of ours, or the page of a tool of which we know no more than that. */
  target(root: string, code: string, tool: string): vscode.Uri | undefined {
    const explanation = this.explain(root, code, tool);
    if (!explanation) return undefined;
    const isPage = tool !== 'flake8' && tool !== 'doc8';
    if (isPage) return vscode.Uri.parse(explanation.source, true);
    // The root stands in the query, so that the tab's title stays short.
    return vscode.Uri.from({ scheme: RULE_SCHEME, path: `/${tool}/${code}.md`, query: root });
  }

  /** Where the project itself says what a rule of its own is. */
  placeOf(root: string, code: string): vscode.Uri | undefined {
    const rule = this.local.get(root)?.rules.get(code);
    return rule && vscode.Uri.file(join(root, LOCAL_RULES)).with({ fragment: `L${rule.line + 1}` });
  }
}
