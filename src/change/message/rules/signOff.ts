import { addChangeId, insertTrailer, isAutosquash } from '../changeId';
import { type Checked, type Finding, type Fix, parseOptions, type Rule, type Severity } from '../finding';
import { type Footer, footersOf, gerritFooters, signOffEmails } from '../footers';
import { type KeptLine, parseMessage } from '../message';
import { moveIntoBlock } from '../moveTrailers';
import { emailOf, isSignedBy, signOffLine } from '../signOff';
import { signOffLikely } from '../signOffPolicy';
import { replaceAt, replaceColumns } from '../textEdit';
import { finding, SOURCE, wholeLine } from './build';
import { type MisspeltKey, misspeltKeys, misspeltWords, writeKey } from './misspeltKeys';

/** The developer certificate of origin, as Gerrit's SignedOffByValidator checks it. */
export const signOffRule: Rule = (checked) => {
  const lines = signOffLines(checked);
  const needed = isNeeded(checked);
  if (needed === false) return [];
  if (lines.length === 0) {
    if (needed === undefined) return [];
    const misspelt = misspeltSignOff(checked);
    return [misspelt ? unread(misspelt, checked) : missing(checked)];
  }
  const footers = footersAfterHook(checked);
  const emails = signOffEmails(footers);
  if (emails.length > 0) return otherEmail(emails, checked);
  const values = new Set(footersOf(footers, 'Signed-off-by').map(({ value }) => value.trim()));
  const withoutAddress = lines.find(({ text }) => values.has(text.slice(text.indexOf(':') + 1).trim()));
  return [withoutAddress ? noAddress(withoutAddress, checked) : outside(lines[0]!, checked)];
};

/** The line with a key that was meant to be Signed-off-by and that the rule here reports, so that no other does. */
export const lineOfMisspeltSignOff = (checked: Checked): number | undefined =>
  isNeeded(checked) === true && signOffLines(checked).length === 0 ? misspeltSignOff(checked)?.line : undefined;

/** Whether the commit has to have a sign-off in its message; undefined where that is unknown. */
function isNeeded({ message, context }: Checked): boolean | undefined {
  const isForLater = context.stage !== 'push' && isAutosquash(message.text);
  if (!message.summary || isForLater || context.signsOff) return false;
  return context.signOffRequired ?? signOffLikely(context.project);
}

const signOffLines = ({ message }: Checked): KeptLine[] =>
  message.kept.filter(({ text }) => /^signed-off-by\s*:/i.test(text));

const misspeltSignOff = (checked: Checked): MisspeltKey | undefined =>
  misspeltKeys(checked).find(({ meant }) => meant.name === 'Signed-off-by');

/** What Gerrit will read: before a commit, the hook may still put a Change-Id below the sign-off. */
function footersAfterHook({ message, footers, context }: Checked): readonly Footer[] {
  if (context.stage === 'push') {
    return footers;
  }
  const options = parseOptions(context);
  const typed = `${message.lines.join('\n')}\n`;
  const text = addChangeId(typed, { ...options, changeId: `I${'1'.repeat(40)}` });
  return gerritFooters(parseMessage(text, options).kept);
}

/** Only the server's own word makes it an error. */
const severityOf = ({ context }: Checked): Severity => (context.signOffRequired === true ? 'error' : 'warning');

const refusal = ({ context }: Checked): string =>
  context.signOffRequired
    ? 'this project refuses commits without it'
    : 'most projects of openstack/ refuse commits without it since 2025-07-01';

/** In the input of the Source Control view a sign-off may yet come: nothing that a person wrote is wrong there. */
function missing(checked: Checked): Finding {
  const { message, context } = checked;
  const place = wholeLine(message.summary ?? { line: 0, text: '' });
  const severity = context.stage === 'input' ? 'hint' : severityOf(checked);
  return finding(
    'sign-off-missing',
    severity,
    place,
    `No Signed-off-by: ${refusal(checked)}.`,
    SOURCE.dco,
    ...addFix(checked),
  );
}

function unread(key: MisspeltKey, checked: Checked): Finding {
  const why = `${misspeltWords(key.name, key.meant)} There is no other sign-off, and ${refusal(checked)}.`;
  return finding(
    'sign-off-spelling',
    severityOf(checked),
    { line: key.line, end: key.name.length },
    why,
    SOURCE.dco,
    writeKey(key),
  );
}

function noAddress(line: KeptLine, checked: Checked): Finding {
  const why =
    'This sign-off has no address. Gerrit compares the address between < and > with those of author, committer and uploader, and not the name.';
  return finding(
    'sign-off-address',
    severityOf(checked),
    wholeLine(line),
    why,
    SOURCE.dco,
    ...replaceFix(line.line, line.line, checked),
  );
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
          'Gerrit does not read a footer with a space before its colon.',
          { title: 'Remove the space', edits: [replaceColumns(line.line, 0, spaced[0].length, 'Signed-off-by:')] },
        ]
      : [
          'Gerrit looks for Signed-off-by in the last paragraph only, and this one is not, or will not be, in it.',
          { title: 'Move it into the last paragraph', edits: moveIntoBlock(message, [line.line]) },
        ];
  return finding('sign-off-outside', severityOf(checked), wholeLine(line), why, SOURCE.dco, fix);
}

function otherEmail(emails: readonly string[], checked: Checked): Finding[] {
  const { message, context } = checked;
  const own = [
    context.authorEmail,
    context.committerEmail,
    context.person?.email,
    ...(context.accountEmails ?? []),
  ].filter((email): email is string => email !== undefined);
  const accepted = own.some((email) => emails.some((signed) => signed.toLowerCase() === email.toLowerCase()));
  const signed = message.trailers.filter(({ key }) => key.toLowerCase() === 'signed-off-by').at(-1);
  if (accepted || own.length === 0 || !signed) {
    return [];
  }
  const place = { line: signed.first, start: signed.valueColumn, end: message.lines[signed.first]?.length ?? 0 };
  const replace = replaceFix(signed.first, signed.last, checked);
  const [, name, email] = /^([^<>@]*[^<>@\s])\s+([^<>@\s]+@[^<>@\s]+)$/.exec(signed.value) ?? [];
  if (name !== undefined && email !== undefined) {
    const why = `Gerrit takes "${signed.value}" for the address: it has to stand between < and >.`;
    const fix = {
      title: `Write <${email}>`,
      edits: [
        replaceAt(
          signed.first,
          signed.valueColumn,
          signed.last,
          message.lines[signed.last]?.length ?? 0,
          `${name} <${email}>`,
        ),
      ],
    };
    return [finding('sign-off-address', severityOf(checked), place, why, SOURCE.dco, fix, ...replace)];
  }
  const why =
    `Signed off with ${emailOf(signed.value) ?? 'no address'}, which is neither the author's nor the committer's` +
    `${context.accountEmails ? ' and not registered in your Gerrit account' : ''}. Gerrit compares addresses, not names.`;
  const sure =
    context.accountEmails !== undefined && context.committerEmail !== undefined && context.authorEmail !== undefined;
  const severity = sure ? severityOf(checked) : 'warning';
  return [finding('sign-off-email', severity, place, why, SOURCE.dco, ...addFix(checked), ...replace)];
}

function replaceFix(first: number, last: number, { message, context: { person } }: Checked): Fix[] {
  return person && !isSignedBy(message, person)
    ? [
        {
          title: 'Replace it with your sign-off',
          edits: [replaceAt(first, 0, last, message.lines[last]?.length ?? 0, signOffLine(person))],
        },
      ]
    : [];
}

function addFix({ message, context: { person } }: Checked): Fix[] {
  return person && !isSignedBy(message, person)
    ? [{ title: `Sign off as ${person.email}`, edits: [insertTrailer(message, signOffLine(person))] }]
    : [];
}
