import type { Finding, Rule } from '../finding';
import { replaceAt } from '../textEdit';
import { finding, SOURCE, wholeLine } from './build';
import { colonRule, readsAsChange, spellingRule } from './trailers';

/** `Depends On: URL`, `* Depends-On: URL`, `Depends-On : URL`; how far it is from what Zuul reads is in the groups. */
const MEANT = /^([ \t]*(?:[*-][ \t]+)?)depends?[ _-]?on[ \t]*(:?)[ \t]*(https?:\/\/\S+)$/i;

/**
 * Lines that look like a Depends-On and are none to Zuul, which reads `Depends-On:` at the start of a line only. neutron
 * merged a `Depends On:` that did nothing. What has no colon, or is set in, may be prose or a quotation.
 */
export const unreadDependencyRule: Rule = (checked) => {
  const told = new Set([...spellingRule(checked), ...colonRule(checked)].map(({ line }) => line));
  return checked.message.kept.slice(1).flatMap((line): Finding[] => {
    const [, lead = '', colon = '', value = ''] = MEANT.exec(line.text) ?? [];
    const isRead = /^depends-on:/i.test(line.text);
    if (isRead || told.has(line.line) || !readsAsChange(value, checked.context.gerritHost)) return [];
    const fix = { title: `Write Depends-On: ${value}`, edits: [replaceAt(line.line, 0, line.line, line.text.length, `Depends-On: ${value}`)] };
    const why = 'Zuul does not see this dependency: it reads "Depends-On:" at the start of a line.';
    return [finding('depends-on-unread', lead === '' && colon ? 'error' : 'warning', wholeLine(line), why, SOURCE.zuul, fix)];
  });
};
