import assert from 'node:assert/strict';
import type { CheckContext, Finding } from '../../../../../src/change/message/finding';
import { checkMessage } from '../../../../../src/change/message/rules/checkMessage';
import { applyEdits } from '../../../../../src/change/message/textEdit';

export const brief = (findings: readonly Finding[]): string[] =>
  findings.map(({ severity, line, code }) => `${severity} ${line} ${code}`);

/** The first finding with this code. */
export function only(text: string, code: string, context?: CheckContext): Finding {
  const findings = checkMessage(text, context);
  const found = findings.find((finding) => finding.code === code);
  assert.ok(found, `${code} in ${JSON.stringify(brief(findings))}`);
  return found;
}

/** The text after a fix of that finding: by its place, or its title. */
export function fixed(text: string, code: string, context?: CheckContext, which: number | string = 0): string {
  const { fixes } = only(text, code, context);
  const fix = typeof which === 'number' ? fixes[which] : fixes.find(({ title }) => title === which);
  assert.ok(fix, `${which} is not among ${fixes.map(({ title }) => title).join(', ')}`);
  return applyEdits(text, fix.edits);
}
