import { type CheckContext, type Checked, type Finding, parseOptions, type Rule } from '../finding';
import { gerritFooters } from '../footers';
import { type CommitMessage, parseMessage, typedPart } from '../message';
import { blueprintRule } from './blueprints';
import { bugRule } from './bugs';
import { changeIdRule } from './changeId';
import { autosquashRule, mergeRule } from './commit';
import { dependsOnRule } from './dependsOn';
import { neededByRule } from './neededBy';
import { blankLineRule, bodyWidthRule, summaryRule } from './shape';
import { signOffRule } from './signOff';
import { colonRule, spellingRule } from './trailerKeys';
import { impactRule, outsideRule } from './trailers';
import { unreadDependencyRule } from './unreadDependency';

/** Rules that judge lines by themselves: a part of the message will do. */
const LINE_RULES: readonly Rule[] = [
  summaryRule,
  blankLineRule,
  bodyWidthRule,
  mergeRule,
  autosquashRule,
  dependsOnRule,
  unreadDependencyRule,
  neededByRule,
  bugRule,
  blueprintRule,
  spellingRule,
  colonRule,
];

/** Rules about the last paragraph. */
const FOOTER_RULES: readonly Rule[] = [changeIdRule, signOffRule, outsideRule, impactRule];

/** Nobody reads a longer message, and nothing may hold the editor up: of the rest only the last paragraph is looked at. */
const LONGEST = 12_000;
/** Beyond this it is no message, and its last paragraph is not looked for. */
const LONGEST_OF_ALL = 1 << 20;

/**
 * What is wrong with a commit message, in the order of its lines. Comments and what follows the scissors do not count.
 * Without a context nothing is said that depends on the project, the person or the commit.
 */
export function checkMessage(text: string, context: CheckContext = {}): Finding[] {
  const options = parseOptions(context);
  const typed = typedPart(text, options);
  const isLong = typed.length > LONGEST;
  const part = checkedOf(parseMessage(isLong ? beginningOf(typed) : text, options), context);
  const footerRules = typed.length > LONGEST_OF_ALL ? [] : FOOTER_RULES;
  const whole = isLong && footerRules.length > 0 ? checkedOf(parseMessage(text, options), context) : part;
  const found = [...LINE_RULES.flatMap((rule) => rule(part)), ...footerRules.flatMap((rule) => rule(whole))];
  found.sort((a, b) => a.line - b.line || a.startColumn - b.startColumn);
  return isLong ? [tooLong(), ...found] : found;
}

/** Whole lines, but for a first line that is too long itself. */
const beginningOf = (text: string): string => text.slice(0, text.lastIndexOf('\n', LONGEST) + 1 || LONGEST);

const checkedOf = (message: CommitMessage, context: CheckContext): Checked => ({
  message,
  context,
  footers: gerritFooters(message.kept),
});

const tooLong = (): Finding => ({
  code: 'message-too-long',
  severity: 'warning',
  line: 0,
  startColumn: 0,
  endColumn: 1,
  message: `The message has more than ${LONGEST} characters; of its lines only the first are checked.`,
  source: 'a limit of this check',
  fixes: [],
});
