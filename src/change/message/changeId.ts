import { randomBytes } from 'node:crypto';
import { type CommitMessage, type ParseOptions, parseMessage } from './message';
import { applyEdits, replaceAt, replaceColumns, type TextEdit } from './textEdit';

/** `I` and 40 lower-case hex digits (Gerrit's Change.java); the all-zero id is EGit's placeholder, which Gerrit refuses. */
export const isChangeId = (text: string): boolean => /^I(?!0{40}$)[0-9a-f]{40}$/.test(text);

/** Gerrit's hook hashes ident, HEAD and message; only uniqueness matters, so random bytes do. */
export const newChangeId = (): string => `I${randomBytes(20).toString('hex')}`;

/** The settings the hook reads from git's configuration. */
export interface HookOptions extends ParseOptions {
  /** `gerrit.createChangeId`. */
  readonly createChangeId?: 'true' | 'false' | 'always';
  /** `gerrit.reviewUrl`: a `Link:` trailer takes the place of Change-Id. */
  readonly reviewUrl?: string;
  /** The id to insert; a new one by default. */
  readonly changeId?: string;
}

/** The message as Gerrit's commit-msg hook leaves it: unchanged when it has an id, is empty, or is a fixup!-like commit. */
export function addChangeId(text: string, options: HookOptions = {}): string {
  const message = parseMessage(text, options);
  if (!hookWouldAdd(message, options)) {
    return text;
  }
  const id = options.changeId ?? newChangeId();
  const trailer = options.reviewUrl ? `Link: ${options.reviewUrl.replace(/\/$/, '')}/id/${id}` : `Change-Id: ${id}`;
  return applyEdits(text, [...respaceTrailers(message), insertTrailer(message, trailer, lineOfFirstSignOff(message))]);
}

/** git prints the trailers again when the hook inserts: `Signed-off-by : x`, which Gerrit cannot read, gets right by it. */
function respaceTrailers({ trailers, lines }: CommitMessage): TextEdit[] {
  return trailers.flatMap(({ key, value, colon, first, last, valueColumn }) => {
    if (value === '') {
      return colon === key.length ? [] : [replaceColumns(first, 0, valueColumn, `${key}:`)];
    }
    // A value may begin on a line below its key: git joins the two.
    let at = first;
    let column = valueColumn;
    while (at < last && !/\S/.test((lines[at] ?? '').slice(column))) {
      at++;
      column = /^\s*/.exec(lines[at] ?? '')?.[0].length ?? 0;
    }
    const isSpaced = at === first && lines[first]?.slice(key.length, column) === ': ';
    return isSpaced ? [] : [replaceAt(first, 0, at, column, `${key}: `)];
  });
}

/** Whether the hook would add a Change-Id (hook of Gerrit 3.10 and newer). */
export function hookWouldAdd(message: CommitMessage, options: HookOptions = {}): boolean {
  if (options.createChangeId === 'false' || message.kept.length === 0) {
    return false;
  }
  if (options.createChangeId !== 'always' && isAutosquash(message.text)) {
    return false;
  }
  return !message.trailers.some((trailer) =>
    options.reviewUrl
      ? trailer.key === 'Link' && /\/id\/I[0-9a-f]{40}$/.test(trailer.value)
      : trailer.key === 'Change-Id',
  );
}

/** `fixup! x`, `squash! x`, `amend! x` and the like: the hook leaves them without an id, for they are not to be pushed. */
export const isAutosquash = (text: string): boolean => /^[a-z]+! /.test(text);

/**
 * An edit that adds a trailer line: before the line `before` of the block, else at the block's end, else as a
 * paragraph of its own at the end of the message.
 */
export function insertTrailer(message: CommitMessage, trailer: string, before?: number): TextEdit {
  const { block, lines } = message;
  let at = before ?? message.end;
  if (block && before === undefined) {
    at = (block.items.at(-1)?.last ?? block.end - 1) + 1;
    while (at > block.start && /^[ \t\r]*$/.test(lines[at - 1] ?? '')) {
      at--; // folded lines of spaces alone would part the new trailer from the block
    }
  }
  const needsBlank = !block && at > 0 && !/^[ \t\r]*$/.test(lines[at - 1] ?? '');
  const text = `${needsBlank ? '\n' : ''}${trailer}\n`;
  if (at >= lines.length && !message.endsWithLineEnd && lines.length > 0) {
    const last = lines.length - 1;
    const column = lines[last]?.length ?? 0;
    return { startLine: last, startColumn: column, endLine: last, endColumn: column, text: `\n${text}` };
  }
  return { startLine: at, startColumn: 0, endLine: at, endColumn: 0, text };
}

/**
 * The hook inserts before the first Signed-off-by. git compares keys there by the length of the shorter one, without
 * case and without what is no letter or digit at the end (trailer.c, same_token), so a key such as `S` counts too.
 */
function lineOfFirstSignOff(message: CommitMessage): number | undefined {
  const comparable = (key: string): string => key.replace(/-+$/, '').toLowerCase();
  return message.trailers.find(({ key }) => SIGN_OFF.startsWith(comparable(key).slice(0, SIGN_OFF.length)))?.first;
}

const SIGN_OFF = 'signed-off-by';
