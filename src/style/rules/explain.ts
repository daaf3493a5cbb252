import { escapeMarkdown } from '../../base/plainText';
import type { LocalRule } from './hackingRst';
import { type HackingRule, hackingRules, hackingSource } from './hackingRules';
import { pageOf, sentenceFor } from './otherRules';
import type { Explanation } from './rule';

/**
 * What a code means: the project's own HACKING.rst first, as its local checks are documented nowhere else; then our
 * table for hacking; then a sentence and the page of the tool.
 *
 * @param tool `flake8` unless the finding says otherwise: bashate's E003 is not pycodestyle's
 * @param localRules what `readHackingRst` found in the open project
 */
export function explain(
  code: string,
  localRules?: ReadonlyMap<string, LocalRule>,
  tool = 'flake8',
): Explanation | undefined {
  if (tool !== 'flake8' && tool !== 'doc8') {
    const page = pageOf(tool, code);
    return page === undefined
      ? undefined
      : { code, title: `${tool} ${code}`, markdown: link(tool, code, page), source: page };
  }
  const local = localRules?.get(code);
  if (local) return explainLocal(local);
  const hacking = Object.hasOwn(hackingRules, code) ? hackingRules[code] : undefined;
  if (hacking) return explainHacking(code, hacking);
  const known = sentenceFor(code);
  if (!known) return undefined;
  const markdown = `**${code}** ${escapeMarkdown(known.title)}\n\n[${known.tool}](${known.source})`;
  return { code, title: known.title, markdown, source: known.source };
}

function link(tool: string, code: string, page: string): string {
  return `**${escapeMarkdown(code)}** [${tool}](${page})`;
}

function explainLocal({ code, text }: LocalRule): Explanation {
  const sentence = /^.{1,200}?\.(?=\s|$)/.exec(text)?.[0] ?? text.slice(0, 200);
  const markdown = `**${code}** ${escapeMarkdown(text)}\n\nA check of this project: HACKING\\.rst`;
  return { code, title: sentence, markdown, source: 'HACKING.rst' };
}

function explainHacking(code: string, rule: HackingRule): Explanation {
  const parts = [`**${code}** ${escapeMarkdown(rule.title)}`, escapeMarkdown(rule.why)];
  parts.push(`Not so:\n${fenced(rule.bad)}`, `But so:\n${fenced(rule.good)}`);
  if (rule.offByDefault) parts.push('Off by default: a project lists it in `enable-extensions` to have it\\.');
  if (rule.note !== undefined) parts.push(rule.note);
  parts.push(`[The documentation of hacking](${hackingSource})`);
  return { code, title: rule.title, markdown: parts.join('\n\n'), source: hackingSource };
}

function fenced(code: string): string {
  return `\`\`\`python\n${code}\n\`\`\``;
}
