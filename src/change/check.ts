import type { CheckContext, Checked, Finding, Rule } from './finding';
import { gerritFooters } from './footers';
import { parseMessage, typedPart } from './message';
import { bugRule } from './rules/bugs';
import { changeIdRule } from './rules/changeId';
import { autosquashRule, mergeRule } from './rules/commit';
import { dependsOnRule } from './rules/dependsOn';
import { blankLineRule, bodyWidthRule, summaryRule } from './rules/shape';
import { signOffRule } from './rules/signOff';
import { colonRule, impactRule, outsideRule, spellingRule } from './rules/trailers';

const RULES: readonly Rule[] = [
  summaryRule,
  blankLineRule,
  bodyWidthRule,
  mergeRule,
  autosquashRule,
  changeIdRule,
  signOffRule,
  dependsOnRule,
  bugRule,
  spellingRule,
  colonRule,
  outsideRule,
  impactRule,
];

/** Nobody reads a longer message, and nothing may hold the editor up: the rest is not looked at. */
const LONGEST = 12_000;

/**
 * What is wrong with a commit message, in the order of its lines. Comments and what follows the scissors do not count.
 * Without a context nothing is said that depends on the project, the person or the commit.
 */
export function checkMessage(text: string, context: CheckContext = {}): Finding[] {
  const options = { comment: context.comment ?? '#' };
  const typed = typedPart(text, options);
  const isLong = typed.length > LONGEST;
  const message = parseMessage(isLong ? typed.slice(0, LONGEST) : text, options);
  const checked: Checked = { message, context, footers: gerritFooters(message.kept) };
  const found = RULES.flatMap((rule) => rule(checked)).sort((a, b) => a.line - b.line || a.startColumn - b.startColumn);
  return isLong ? [tooLong(), ...found] : found;
}

const tooLong = (): Finding => ({
  code: 'message-too-long',
  severity: 'warning',
  line: 0,
  startColumn: 0,
  endColumn: 1,
  message: `The message has more than ${LONGEST} characters; only the first ones are checked.`,
  source: 'a limit of this check',
  fixes: [],
});
