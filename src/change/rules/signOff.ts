import { addChangeId, insertTrailer, isAutosquash } from '../changeId';
import type { Checked, Finding, Fix, Rule, Severity } from '../finding';
import { gerritFooters, signOffEmails } from '../footers';
import { parseMessage } from '../message';
import { moveIntoBlock } from '../moveTrailers';
import { emailOf, isSignedBy, signOffLine } from '../signOff';
import { signOffLikely } from '../signOffPolicy';
import { replaceAt, replaceColumns } from '../textEdit';
import { finding, SOURCE, wholeLine } from './build';

/** The developer certificate of origin, as Gerrit's SignedOffByValidator checks it. */
export const signOffRule: Rule = (checked) => {
  const { message, context } = checked;
  const needed = context.signOffRequired ?? signOffLikely(context.project);
  if (!message.summary || needed === false || (context.stage !== 'push' && isAutosquash(message.text))) {
    return [];
  }
  const lines = message.kept.filter(({ text }) => /^signed-off-by\s*:/i.test(text));
  const emails = emailsAfterHook(checked);
  if (lines.length === 0) {
    return needed === undefined ? [] : [missing(checked)];
  }
  return emails.length === 0 ? lines.slice(0, 1).map((line) => outside(line, checked)) : otherEmail(emails, checked);
};

/** What Gerrit will read: before a commit, the hook may still put a Change-Id below the sign-off. */
function emailsAfterHook({ message, footers, context }: Checked): string[] {
  if (context.stage === 'push') {
    return signOffEmails(footers);
  }
  const comment = { comment: context.comment ?? '#' };
  const typed = `${message.lines.join('\n')}\n`;
  const text = addChangeId(typed, { ...comment, changeId: `I${'1'.repeat(40)}` });
  return signOffEmails(gerritFooters(parseMessage(text, comment).kept));
}

/** Only the server's own word makes it an error. */
const severityOf = ({ context }: Checked): Severity => (context.signOffRequired === true ? 'error' : 'warning');

function missing(checked: Checked): Finding {
  const { message, context } = checked;
  const why = context.signOffRequired
    ? 'No Signed-off-by: this project refuses commits without it.'
    : 'No Signed-off-by: most projects of openstack/ refuse commits without it since 2025-07-01.';
  const place = wholeLine(message.summary ?? { line: 0, text: '' });
  return finding('sign-off-missing', severityOf(checked), place, why, SOURCE.dco, ...addFix(checked));
}

function outside(line: { line: number; text: string }, checked: Checked): Finding {
  const { message } = checked;
  if (line.line === message.summary?.line) {
    const why = 'The message starts with its sign-off: a summary and an empty line go first.';
    return finding('sign-off-outside', severityOf(checked), wholeLine(line), why, SOURCE.dco);
  }
  const inFooter = message.trailers.some((trailer) => trailer.first === line.line);
  const spaced = /^[\w-]+\s+:/.exec(line.text);
  const [why, fix]: [string, Fix] =
    inFooter && spaced
      ? [
          'Gerrit does not read a footer with a blank before its colon.',
          { title: 'Remove the blank', edits: [replaceColumns(line.line, 0, spaced[0].length, 'Signed-off-by:')] },
        ]
      : [
          'Gerrit looks for Signed-off-by in the last paragraph only, and this one is not, or will not be, in it.',
          { title: 'Move it into the last paragraph', edits: moveIntoBlock(message, [line.line]) },
        ];
  return finding('sign-off-outside', severityOf(checked), wholeLine(line), why, SOURCE.dco, fix);
}

function otherEmail(emails: readonly string[], checked: Checked): Finding[] {
  const { message, context } = checked;
  const own = [context.authorEmail, context.committerEmail, context.person?.email, ...(context.accountEmails ?? [])].filter(
    (email): email is string => email !== undefined,
  );
  const accepted = own.some((email) => emails.some((signed) => signed.toLowerCase() === email.toLowerCase()));
  const signed = message.trailers.filter(({ key }) => key.toLowerCase() === 'signed-off-by').at(-1);
  if (accepted || own.length === 0 || !signed) {
    return [];
  }
  const replace = context.person && {
    title: `Sign off as ${context.person.email}`,
    edits: [replaceAt(signed.first, 0, signed.last, message.lines[signed.last]?.length ?? 0, signOffLine(context.person))],
  };
  const why =
    `Signed off with ${emailOf(signed.value) ?? 'no address'}, which is neither the author's nor the committer's` +
    `${context.accountEmails ? ' and not registered in your Gerrit account' : ''}. Gerrit compares addresses, not names.`;
  const place = { line: signed.first, start: signed.valueColumn, end: message.lines[signed.first]?.length ?? 0 };
  const sure = context.accountEmails !== undefined && context.committerEmail !== undefined && context.authorEmail !== undefined;
  const severity = sure ? severityOf(checked) : 'warning';
  return [finding('sign-off-email', severity, place, why, SOURCE.dco, ...addFix(checked), ...(replace ? [replace] : []))];
}

function addFix({ message, context: { person } }: Checked): Fix[] {
  return person && !isSignedBy(message, person)
    ? [{ title: `Sign off as ${person.email}`, edits: [insertTrailer(message, signOffLine(person))] }]
    : [];
}
