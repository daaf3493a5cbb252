/**
 * The words of others, made plain before they are shown: those of servers, commits, files and tools. In most places VS
 * Code makes a link that runs a command of `[word](command:…)`, and an icon of `$(name)` (parseLinkedText in its
 * linkedText.ts, renderLabelWithIcons in its iconLabels.ts).
 *
 * This is for the screen alone. Nothing that is stored, sent or run goes through here.
 */
import { stripVTControlCharacters } from 'node:util';

/** Lengths are in UTF-16 units. VS Code itself cuts a notification here, and the end of a message says what to do. */
const LONGEST_MESSAGE = 1000;
const LONGEST_LABEL = 300;
/** A larger dialog would have its buttons off the screen. */
const LONGEST_DETAIL = 4000;
const MOST_LINES = 60;
/** Where nobody reads to the end, nothing is worked through to the end. */
const LONGEST_INPUT = 20_000;

/** Sentences without line breaks and links, for notifications and progress; at most 1000 UTF-16 units. */
export function plainMessage(text: string): string {
  return shortened(withoutLinks(oneLine(text)), LONGEST_MESSAGE);
}

/** The same without icons, for the prompts of input boxes and the language status; at most 1000 UTF-16 units. */
export function plainPrompt(text: string): string {
  return shortened(withoutIcons(withoutLinks(oneLine(text))), LONGEST_MESSAGE);
}

/** A label without line breaks, links and icons, for lists, titles and the status bar; at most 300 UTF-16 units. */
export function plainLabel(text: string): string {
  return shortened(withoutIcons(withoutLinks(oneLine(text))), LONGEST_LABEL);
}

/** Lines without links, for dialogs and tooltips; at most 60 lines and 4000 UTF-16 units. */
export function plainLines(text: string): string {
  const lines = visible(text).split('\n');
  const more = lines.length - MOST_LINES;
  const shown = more > 0 ? [...lines.slice(0, MOST_LINES - 1), `… and ${more + 1} more lines`] : lines;
  return shortened(withoutLinks(shown.join('\n')), LONGEST_DETAIL);
}

/**
 * One line inside Markdown, which is not markup: no links, no images, no HTML. `MarkdownString.appendText` would do, but
 * it glues the words together, so that a long line does not wrap.
 */
export function escapeMarkdown(text: string): string {
  return oneLine(text).replace(/[\\`*_{}[\]()#+\-.!|<>~&]/g, (character) => ENTITIES[character] ?? `\\${character}`);
}

const ENTITIES: Readonly<Record<string, string>> = { '<': '&lt;', '&': '&amp;' };

/** A space shows that something was there, and is copied and read aloud as what it is. */
const withoutLinks = (text: string): string => text.replace(/\](?=\()/g, '] ');
const withoutIcons = (text: string): string => text.replace(/\$(?=\()/g, '$ ');

const oneLine = (text: string): string => visible(text).replace(/\s+/g, ' ').trim();

const LINE_BREAK = /\r\n?|[\v\f\u0085\u2028\u2029]/g;

/**
 * What does not show, or changes how its neighbours show: controls, bidirectional marks and overrides, spaces without
 * width, tags, annotations. Of these, joiners and variation selectors are kept after what is not ASCII, because
 * Persian, the scripts of India and emoji are written with them.
 */
const INVISIBLE =
  /((?<=[^\0-\x7f\p{Default_Ignorable_Code_Point}]\ufe0f?)[\u200c\u200d](?=[^\0-\x7f\p{Default_Ignorable_Code_Point}])|(?<=[^\0-\x7f\p{Default_Ignorable_Code_Point}])[\ufe0e\ufe0f])|[\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]|(?!\n)\p{Cc}/gu;

/** Text whose only control characters are line feeds, in valid UTF-16. */
function visible(text: string): string {
  return stripVTControlCharacters(shortened(text, LONGEST_INPUT))
    .replace(LINE_BREAK, '\n')
    .replaceAll('\t', ' ')
    .replace(INVISIBLE, (_, kept: string | undefined) => kept ?? '')
    .replace(/\p{Surrogate}/gu, '\ufffd');
}

/** Cut in the middle: what our sentences begin and end with stays, however long the name is that they are about. */
function shortened(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const tail = Math.floor(longest / 3);
  const head = text.slice(0, longest - tail - 1).replace(/[\ud800-\udbff]$/, '');
  return `${head}…${text.slice(-tail).replace(/^[\udc00-\udfff]/, '')}`;
}
