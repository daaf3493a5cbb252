import type { Finding, Rule } from '../finding';
import { replaceAt } from '../textEdit';
import { finding, SOURCE, wholeLine } from './build';
import { readsAsChange } from './trailerValues';

/** `Depends On: URL`, `* Depends-On: URL`, `Depends_on: I…`, `Depends On - URL`; how far it is from what Zuul reads is in the groups. */
const MEANT =
  /^([ \t]*(?:[*-][ \t]+)?)depends?[ _-]?on(?:[ \t]*([:=;]|[-\u2013](?=[ \t])))?[ \t]*(https?:\/\/\S+|I[0-9a-f]{40})$/i;
/** What Zuul reads, and what a misspelt key or a missing colon are reported for. */
const OTHERS = /^(depends-on:|depend-?on[ \t]*:|depends-on[ \t]*[^ \t:])/i;

/**
 * Lines that look like a Depends-On and are not one to Zuul, which reads `Depends-On:` at the start of a line only. neutron
 * merged a `Depends On:` that did nothing. What has no colon, or is set in, may be prose or a quotation.
 */
export const unreadDependencyRule: Rule = ({ message, context }) =>
  message.kept.slice(1).flatMap((line): Finding[] => {
    if (!isUnreadDependency(line.text, context.gerritHost)) return [];
    const [, lead = '', colon = '', value = ''] = MEANT.exec(line.text) ?? [];
    const fix = {
      title: `Write Depends-On: ${value}`,
      edits: [replaceAt(line.line, 0, line.line, line.text.length, `Depends-On: ${value}`)],
    };
    const why = 'Zuul does not see this dependency: it reads "Depends-On:" at the start of a line.';
    return [
      finding('depends-on-unread', lead === '' && colon ? 'error' : 'warning', wholeLine(line), why, SOURCE.zuul, fix),
    ];
  });

/** Whether a line names a change it depends on in a way that Zuul does not read. */
export function isUnreadDependency(text: string, gerritHost: string | undefined): boolean {
  const [, , colon, value = ''] = OTHERS.test(text) ? [] : (MEANT.exec(text) ?? []);
  // In prose a sentence may well end in "depends on" and an id.
  return readsAsChange(value, gerritHost) && (colon !== undefined || !value.startsWith('I'));
}
