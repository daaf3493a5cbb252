import type { Checked, Rule } from '../finding';
import { paragraphs } from '../message';
import { moveAbove, moveIntoBlock } from '../moveTrailers';
import { IMPACTS, trailerKind } from '../trailers';
import { finding, MOST_OF_A_KIND, SOURCE, wholeLine } from './build';
import { looksLikeValue } from './trailerValues';

/** Known trailers above the last paragraph. Change-Id and Signed-off-by have rules of their own. */
export const outsideRule: Rule = ({ message }) => {
  const last = paragraphs(message.kept).at(-1)?.[0]?.line ?? 0;
  const above = message.kept.slice(1).filter(({ line, text }) => line < last && isMisplaced(text));
  const together =
    above.length > 1
      ? moveIntoBlock(
          message,
          above.map(({ line }) => line),
        )
      : undefined;
  return above.slice(0, MOST_OF_A_KIND).map((line) => {
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
  const trailers = last.filter(
    ({ text }) => /^[A-Za-z0-9-]+:\s/.test(text) && trailerKind(text.slice(0, text.indexOf(':'))),
  );
  if (bare.length === 0 || trailers.length === 0 || message.block || message.kept.length === last.length) {
    return [];
  }
  const fix = {
    title: 'Put it into a paragraph of its own, above',
    edits: moveAbove(
      message,
      bare.map(({ line }) => line),
    ),
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
