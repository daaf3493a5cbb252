import type { Checked, Finding, Rule } from '../finding';
import { isBlank } from '../gitTrailers';
import { paragraphs, type KeptLine } from '../message';
import { moveAbove, moveIntoBlock } from '../moveTrailers';
import { replaceColumns } from '../textEdit';
import { IMPACTS, meantTrailer, trailerKind, type TrailerKind } from '../trailers';
import { readDependency } from '../zuul';
import { finding, SOURCE, wholeLine } from './build';

/** Keys with other letters than they should have: they look right and do nothing. */
export const spellingRule: Rule = ({ message, context }) =>
  message.kept.slice(1).flatMap((line): Finding[] => {
    const key = /^([A-Za-z]+(?:-[A-Za-z-]*)?)\s*:\s*(?=\S)/.exec(line.text);
    const name = key?.[1] ?? '';
    const meant = name.includes('-') || isInFooter(line, message.kept) ? meantTrailer(name) : undefined;
    if (!key || !meant) {
      return [];
    }
    const missed = meant.name === 'Depends-On' && readsAsChange(line.text.slice(key[0].length), context.gerritHost);
    const why = `"${name}" means nothing to ${meant.reader === 'people' ? 'anyone' : meant.reader}; probably ${meant.name} was meant.`;
    const fix = { title: `Write ${meant.name}`, edits: [replaceColumns(line.line, 0, name.length, meant.name)] };
    return [finding('trailer-spelling', missed ? 'error' : 'warning', { line: line.line, end: name.length }, why, meant.source, fix)];
  });

/** A known key without its colon is no trailer, and takes the block's other lines with it. */
export const colonRule: Rule = ({ message, context }) =>
  message.kept.slice(1).flatMap((line): Finding[] => {
    const found = /^([A-Za-z]+-[A-Za-z-]+)([ \t]+)(\S.*)$/.exec(line.text);
    const [, key = '', gap = '', value = ''] = found ?? [];
    const kind = trailerKind(key);
    if (!kind || value.startsWith(':') || !looksLikeValue(kind, value)) {
      return [];
    }
    const missed = kind.name === 'Depends-On' && readsAsChange(value, context.gerritHost);
    const why = `${key} needs a colon. ${missed ? 'Zuul does not see the dependency.' : 'Without it git takes this line, and the paragraph, for text.'}`;
    const fix = { title: 'Add the colon', edits: [replaceColumns(line.line, key.length, key.length + gap.length, ': ')] };
    return [finding('trailer-colon', missed ? 'error' : 'warning', wholeLine(line), why, SOURCE.hook, fix)];
  });

/** Each brings an edit that goes through the message; who has more of them moves all at once. */
const MOST_TOLD = 50;

/** Known trailers above the last paragraph. Change-Id and Signed-off-by have rules of their own. */
export const outsideRule: Rule = ({ message }) => {
  const last = paragraphs(message.kept).at(-1)?.[0]?.line ?? 0;
  const above = message.kept.slice(1).filter(({ line, text }) => line < last && isMisplaced(text));
  const together = above.length > 1 ? moveIntoBlock(message, above.map(({ line }) => line)) : undefined;
  return above.slice(0, MOST_TOLD).map((line) => {
    const kind = trailerKind(line.text.slice(0, line.text.indexOf(':')));
    const reader = kind?.form === 'blueprint' ? 'Launchpad' : kind?.reader;
    const anywhere = reader === 'Zuul' || reader === 'Launchpad';
    const why = anywhere
      ? `${kind?.name ?? ''} is not in the last paragraph. ${reader} reads it here too, git and Gerrit's search for footers do not.`
      : `${kind?.name ?? 'This trailer'} is not in the last paragraph, so git and Gerrit take it for text.`;
    return finding(
      'trailer-outside',
      anywhere ? 'information' : 'warning',
      wholeLine(line),
      why,
      SOURCE.guide,
      { title: 'Move it into the last paragraph', edits: moveIntoBlock(message, [line.line]) },
      ...(together ? [{ title: 'Move all trailers into the last paragraph', edits: together }] : []),
    );
  });
};

/** Bare DocImpact and its like between trailers: too many of them, and git sees no block any more. */
export const impactRule: Rule = ({ message }: Checked) => {
  const last = paragraphs(message.kept).at(-1) ?? [];
  const bare = last.filter(({ text }) => IMPACTS.some(({ name }) => text === name || text.startsWith(`${name} `)));
  const trailers = last.filter(({ text }) => /^[A-Za-z0-9-]+:\s/.test(text) && trailerKind(text.slice(0, text.indexOf(':'))));
  if (bare.length === 0 || trailers.length === 0 || message.block || message.kept.length === last.length) {
    return [];
  }
  const fix = {
    title: 'Put it into a paragraph of its own, above',
    edits: moveAbove(message, bare.map(({ line }) => line)),
  };
  return bare.map((line) => {
    const why = `With ${line.text.split(' ')[0] ?? ''} between them git does not see the lines here as trailers: Change-Id goes below, and they are no footers any more.`;
    return finding('impact-in-block', 'warning', wholeLine(line), why, SOURCE.hook, fix);
  });
};

/** In prose a line may begin with `Task:` or `Story:`; keys with a hyphen, and those two with their number, are trailers. */
function isMisplaced(text: string): boolean {
  const colon = text.indexOf(':');
  const kind = colon > 0 ? trailerKind(text.slice(0, colon)) : undefined;
  if (!kind || kind.name === 'Change-Id' || kind.name === 'Signed-off-by') {
    return false;
  }
  const value = text.slice(colon + 1).trim();
  return looksLikeValue(kind, value) || (kind.name.includes('-') && kind.form === 'tool');
}

/** Longer is no address and no name, and the expressions below are not made for it. */
const LONGEST_VALUE = 1000;

function looksLikeValue(kind: TrailerKind, value: string): boolean {
  if (value.length > LONGEST_VALUE) return false;
  switch (kind.form) {
    case 'bug':
      return /^(lp:?\s*)?#?\d+\s*$/i.test(value);
    case 'change-url':
      return /^(https?:\/\/\S+|I[0-9a-f]{8,40}|#?\d{5,})$/.test(value);
    case 'change-id':
      return /^I[0-9a-f]{40}$/.test(value);
    case 'person':
      return /^\S.*<[^<>\s]+@[^<>\s]+>$/.test(value);
    case 'blueprint':
      return /^(blueprint|bp)\b/i.test(value);
    case 'story':
    case 'task':
      return /^#?\d+$/.test(value);
    case 'semver':
      return /^(feature|api-break|deprecation|bugfix)\b/.test(value);
    default:
      return false;
  }
}

export const readsAsChange = (value: string, host?: string): boolean =>
  ['gerrit', 'github', 'change-id'].includes(readDependency(value.trim(), host).kind);

function isInFooter(line: KeptLine, kept: readonly KeptLine[]): boolean {
  return !kept.some((other) => other.line > line.line && isBlank(other.text));
}
