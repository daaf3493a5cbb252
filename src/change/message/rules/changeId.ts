import { hookWouldAdd, insertTrailer, isAutosquash, isChangeId, newChangeId } from '../changeId';
import type { Checked, Finding, Fix, Rule } from '../finding';
import { foldedOnto, unfold } from '../foldedChangeId';
import { type Footer, footersOf } from '../footers';
import type { CommitMessage } from '../message';
import { moveIntoBlock, removeLines } from '../moveTrailers';
import { replaceColumns, type TextEdit } from '../textEdit';
import { finding, MOST_OF_A_KIND, SOURCE, wholeLine } from './build';

/** What Gerrit's ChangeIdValidator looks at, in its order, and what the hook would make of the text before. */
export const changeIdRule: Rule = (checked) => {
  const { message, footers, context } = checked;
  const summary = message.summary;
  if (!summary) {
    return [];
  }
  if (/^Change-Id: *I[0-9a-f]{40}$/.test(summary.text)) {
    const why = 'The message starts with its Change-Id: Gerrit refuses it with "missing subject".';
    return [finding('summary-missing', 'error', wholeLine(summary), why, SOURCE.changeId)];
  }
  const ids = footersOf(footers, 'Change-Id');
  const idLines = new Set(ids.map(({ line }) => line));
  const above = message.kept.filter(
    ({ line, text }) => line !== summary.line && /^change-id:/i.test(text) && !idLines.has(line),
  );
  const [firstIds, firstAbove] = [ids.slice(0, MOST_OF_A_KIND), above.slice(0, MOST_OF_A_KIND)];
  const found = [...severalInFooter(ids, checked), ...firstIds.flatMap((id) => formOf(id, checked))];
  if (ids.length === 0 && above.length > 0) {
    found.push(...aboveFooter(firstAbove, checked));
  } else if (ids.length > 0) {
    found.push(...leftOver(firstAbove, checked));
  } else if (context.stage === 'push' && context.changeIdRequired !== false && !hasLink(footers)) {
    found.push(missing(checked));
  }
  return found;
};

/** What the hook writes instead, with `gerrit.reviewUrl`. Source: Gerrit, ChangeUtil.getChangeIdsFromFooter. */
const hasLink = (footers: readonly Footer[]): boolean =>
  footersOf(footers, 'Link').some(({ value }) => /\/id\/I[0-9a-f]{40}$/.test(value.trim()));

function severalInFooter(ids: readonly Footer[], { message }: Checked): Finding[] {
  const others = ids.slice(1);
  if (others.length === 0) return [];
  const titleOf = (id: Footer | undefined, which: string): string =>
    `Keep ${id?.value.trim().slice(0, 9) ?? ''}, ${which}`;
  const keepFirst = {
    title: titleOf(ids[0], 'the first'),
    edits: removeLines(
      message,
      others.map(({ line }) => line),
    ),
  };
  return others.slice(0, MOST_OF_A_KIND).map((id) => {
    const rest = ids.filter(({ line }) => line !== id.line).map(({ line }) => line);
    const fixes =
      ids.length > MOST_OF_A_KIND
        ? [keepFirst]
        : [keepFirst, { title: titleOf(id, 'this one'), edits: removeLines(message, rest) }];
    const why =
      'More than one Change-Id in the last paragraph: Gerrit refuses the commit. Keep the one of the change you continue.';
    return finding('change-id-several', 'error', placeOf(id, message.lines), why, SOURCE.changeId, ...fixes);
  });
}

function formOf(id: Footer, checked: Checked): Finding[] {
  const { message, context } = checked;
  const place = placeOf(id, message.lines);
  const folded = foldedOnto(message, id.line);
  if (folded.length > 0 && !isChangeId(id.value.trim())) {
    const why =
      'The line below begins with a space, so Gerrit reads it as part of the Change-Id, and refuses the commit ("invalid Change-Id").';
    const fix = { title: 'Remove the space', edits: unfold(message, folded) };
    return [finding('change-id-folded', 'error', place, why, SOURCE.changeId, fix)];
  }
  if (!isChangeId(id.value.trim())) {
    const renew = replaceColumns(id.line, 0, place.end, `Change-Id: ${freshId(checked)}`);
    const fixes: Fix[] = [];
    if (
      isChangeId(
        id.value
          .trim()
          .replace(/^i(?=[0-9a-f]{40}$)/i, 'I')
          .toLowerCase()
          .replace(/^i/, 'I'),
      )
    ) {
      const lower = `Change-Id: I${id.value.trim().slice(1).toLowerCase()}`;
      fixes.push({ title: 'Write it in lower case', edits: [replaceColumns(id.line, 0, place.end, lower)] });
    }
    fixes.push({ title: 'Replace with a new Change-Id', edits: [renew] });
    const why = 'A Change-Id is I and 40 lower-case hex digits, not all zero; Gerrit refuses this one.';
    return [finding('change-id-form', 'error', place, why, SOURCE.changeId, ...fixes)];
  }
  if (id.key === 'Change-Id') {
    return [];
  }
  const hookAdds = context.stage !== 'push' && hookWouldAdd(message);
  const why = hookAdds
    ? `The commit-msg hook does not know "${id.key}" and adds a second Change-Id, which Gerrit then refuses.`
    : `Gerrit reads "${id.key}", the commit-msg hook does not: the next amend adds a second one.`;
  const fix = { title: 'Write Change-Id', edits: [replaceColumns(id.line, 0, id.key.length, 'Change-Id')] };
  return [finding('change-id-case', hookAdds ? 'error' : 'warning', place, why, SOURCE.hook, fix)];
}

/** Gerrit looks for `Change-Id: ` at the start of a line (with this case and space) and refuses one above the footer. */
function aboveFooter(above: readonly { line: number; text: string }[], { message }: Checked): Finding[] {
  return above.map((line) => {
    const refused = line.text.startsWith('Change-Id: ');
    const why = refused
      ? 'The Change-Id is not in the last paragraph: Gerrit refuses the commit, or the hook adds another id and a new change begins.'
      : 'This Change-Id is not in the last paragraph, where Gerrit looks for it.';
    const fix = { title: 'Move it into the last paragraph', edits: moveIntoBlock(message, [line.line]) };
    return finding('change-id-outside', refused ? 'error' : 'warning', wholeLine(line), why, SOURCE.changeId, fix);
  });
}

function leftOver(above: readonly { line: number; text: string }[], { message, footers }: Checked): Finding[] {
  const [kept] = footersOf(footers, 'Change-Id');
  return above.map((line) => {
    const fix = { title: 'Remove this Change-Id', edits: removeLines(message, [line.line]) };
    const value = line.text.slice(line.text.indexOf(':') + 1).trim();
    // git puts the messages of squashed commits below each other, and it is the first that most people go on with.
    const goOn =
      kept && isChangeId(value)
        ? [
            {
              title: `Go on with ${value.slice(0, 9)}, this one`,
              edits: goOnWith(message, kept.line, line.line, value),
            },
          ]
        : [];
    const why = 'A second Change-Id, left from a squash or a quotation: Gerrit goes by the one in the last paragraph.';
    return finding('change-id-leftover', 'warning', wholeLine(line), why, SOURCE.changeId, fix, ...goOn);
  });
}

/** The id of a line above takes the place of the one in the last paragraph. */
function goOnWith(message: CommitMessage, footer: number, above: number, id: string): TextEdit[] {
  const end = message.lines[footer]?.length ?? 0;
  return [...removeLines(message, [above]), replaceColumns(footer, 0, end, `Change-Id: ${id}`)];
}

function missing(checked: Checked): Finding {
  const { message } = checked;
  const summary = message.summary ?? { line: 0, text: '' };
  const autosquash = isAutosquash(message.text);
  const signOff = message.trailers.find(({ key }) => /^signed-off-by$/i.test(key));
  const add = insertTrailer(message, `Change-Id: ${freshId(checked)}`, signOff?.first);
  const why = autosquash
    ? 'The commit-msg hook leaves such a commit without Change-Id, and Gerrit refuses it: squash it first (git rebase --autosquash).'
    : 'No Change-Id in the last paragraph: Gerrit refuses the commit. The commit-msg hook did not run.';
  return finding(
    'change-id-missing',
    'error',
    wholeLine(summary),
    why,
    SOURCE.changeId,
    ...(autosquash ? [] : [{ title: 'Add a Change-Id', edits: [add] }]),
  );
}

const freshId = ({ context }: Checked): string => (context.newChangeId ?? newChangeId)();

const placeOf = (footer: Footer, lines: readonly string[]): { line: number; end: number } => ({
  line: footer.line,
  end: lines[footer.line]?.length ?? 0,
});
