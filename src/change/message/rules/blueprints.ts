import type { Finding, Rule } from '../finding';
import { isBlueprintName, launchpadBlueprints } from '../launchpad';
import { paragraphs } from '../message';
import { replaceColumns } from '../textEdit';
import { finding, SOURCE, wholeLine } from './build';

/** A line that was surely meant for a blueprint: `Implements: ...`, `Blueprint: ...`, `Partial-bp: ...`. */
const BLUEPRINT_LINE =
  /^((?:[a-z]+-){0,2}(?:implement(?:s|ed)?|blueprint|bp)(?:-(?:blueprint|bp))?)[ \t]*:[ \t]*(\S.*)$/i;
/** A value that names one blueprint, by itself, as an address, or with the word before it. */
const NAMED =
  /^(?:(?:blueprint|bp)[ \t]*[#:/-]?[ \t]*)?(?:https?:\/\/blueprints\.launchpad\.net\/\S*\/\+spec\/)?["'<`#]?([a-z0-9][a-z0-9.+-]*[a-z0-9])[>"'`,.]?$/i;

/** Blueprint footers in which Launchpad's hook finds no blueprint: it wants `blueprint` or `bp`, then the name alone. */
export const blueprintRule: Rule = ({ message }) => {
  const last = paragraphs(message.kept).at(-1) ?? [];
  return message.kept.slice(1).flatMap((line): Finding[] => {
    const [, key = '', value = ''] = BLUEPRINT_LINE.exec(line.text) ?? [];
    // In prose a line may begin so, too.
    const isFooter = last.includes(line) || /^(blueprint|bp|https?:\/\/blueprints\.)/i.test(value);
    if (key === '' || !isFooter || launchpadBlueprints(line).some(({ name }) => isBlueprintName(name))) return [];
    const name = NAMED.exec(value)?.[1];
    if (name === undefined && !/^\S+$/.test(value)) return [];
    const start = line.text.length - value.length;
    const why = 'Launchpad does not see a blueprint here: it reads the word "blueprint" or "bp", a space and the name.';
    const written = `${/(blueprint|bp)$/i.test(key) ? '' : 'blueprint '}${name ?? ''}`;
    const fixes =
      name === undefined
        ? []
        : [{ title: `Write ${written}`, edits: [replaceColumns(line.line, start, line.text.length, written)] }];
    return [
      finding('blueprint-unread', 'warning', { ...wholeLine(line), start }, why, SOURCE.launchpadBlueprints, ...fixes),
    ];
  });
};
