import type { Checked, Fix } from '../finding';
import { launchpadBugs } from '../launchpad';
import { type KeptLine, paragraphs } from '../message';
import { replaceColumns } from '../textEdit';
import { hyphenated, IMPACTS, meantTrailer, type TrailerKind, trailerKind } from '../trailers';
import { looksLikeValue, readsAsChange } from './trailerValues';
import { isUnreadDependency } from './unreadDependency';

/** Up to four words with a hyphen, an underscore or spaces between them, and the colon. */
const KEY = /^([A-Za-z]+(?:(?:-+|_+|[ \t]+)[A-Za-z]+){0,3}-*)[ \t]*:[ \t]*(?=\S)/;

/** A key that is not the one that was probably meant; `line` is 0-based in the document. */
export interface MisspeltKey {
  readonly line: number;
  readonly name: string;
  readonly value: string;
  readonly meant: TrailerKind;
}

/** The lines of a message whose key was probably meant to be that of another trailer. */
export function misspeltKeys({ message, context }: Checked): MisspeltKey[] {
  const ofBugs = new Set(
    launchpadBugs(message.kept).flatMap(({ line, effect }) => (effect === 'comment only' ? [] : [line])),
  );
  const last = lastParagraph(message.kept);
  return message.kept.slice(1).flatMap((line): MisspeltKey[] => {
    const [whole = '', name = ''] = KEY.exec(line.text) ?? [];
    const meant = name === '' ? undefined : meantTrailer(name);
    if (!meant || ofBugs.has(line.line) || isUnreadDependency(line.text, context.gerritHost)) return [];
    const key = { line: line.line, name, value: line.text.slice(whole.length), meant };
    return isMeantAsTrailer(key, last, context.gerritHost) ? [key] : [];
  });
}

/** With a hyphen a key is hardly prose. With a space it may be, unless the value or the lines around say otherwise. */
function isMeantAsTrailer(key: MisspeltKey, last: LastParagraph, gerritHost: string | undefined): boolean {
  const { line, name, value, meant } = key;
  if (!/[\s_]/.test(name) && !isCut(key)) return name.includes('-') || line >= last.start;
  if (meant.form === 'tool') return last.isOfTrailers && line >= last.start;
  const isOtherPage = meant.form === 'change-url' && value.includes('://') && !readsAsChange(value, gerritHost);
  return looksLikeValue(meant, value) && !isOtherPage;
}

const isCut = ({ name, meant }: MisspeltKey): boolean => meant.name.toLowerCase().startsWith(`${name.toLowerCase()}-`);

/** What is wrong with a key. */
export function misspeltWords(name: string, meant: TrailerKind): string {
  const separator = name.includes('_') ? 'an underscore' : /\s/.test(name) ? 'a space' : undefined;
  if (separator && hyphenated(name) === meant.name.toLowerCase()) {
    return `"${name}" has ${separator} where a hyphen belongs, so it is not read as ${meant.name}.`;
  }
  return `"${name}" means nothing to ${meant.reader === 'people' ? 'anyone' : meant.reader}; probably ${meant.name} was meant.`;
}

export const writeKey = ({ line, name, meant }: Pick<MisspeltKey, 'line' | 'name' | 'meant'>): Fix => ({
  title: `Write ${meant.name}`,
  edits: [replaceColumns(line, 0, name.length, meant.name)],
});

interface LastParagraph {
  /** Its first line, 0-based in the document. */
  readonly start: number;
  /** Whether all its lines look like trailers, and at least one is well-known. */
  readonly isOfTrailers: boolean;
}

function lastParagraph(kept: readonly KeptLine[]): LastParagraph {
  const lines = paragraphs(kept).at(-1) ?? [];
  const isTrailer = (text: string): boolean =>
    KEY.test(text) || /^(\s|\(cherry picked from commit )/.test(text) || IMPACTS.some(({ name }) => text === name);
  const isOfTrailers =
    lines.every(({ text }) => isTrailer(text)) &&
    lines.some(({ text }) => trailerKind(text.slice(0, text.indexOf(':'))));
  return { start: lines[0]?.line ?? 0, isOfTrailers };
}
