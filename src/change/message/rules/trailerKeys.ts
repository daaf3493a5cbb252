import type { Checked, Finding, Rule } from '../finding';
import { launchpadBlueprints } from '../launchpad';
import { replaceColumns } from '../textEdit';
import { trailerKind } from '../trailers';
import { finding, SOURCE, wholeLine } from './build';
import { type MisspeltKey, misspeltKeys, misspeltWords, writeKey } from './misspeltKeys';
import { lineOfMisspeltSignOff } from './signOff';
import { looksLikeValue, readsAsChange } from './trailerValues';

/** Keys with other letters or separators than they should have: they look right and do nothing. */
export const spellingRule: Rule = (checked) => {
  const reported = lineOfMisspeltSignOff(checked);
  return misspeltKeys(checked).flatMap((key): Finding[] => (key.line === reported ? [] : [misspelt(key, checked)]));
};

function misspelt({ line, name, value, meant }: MisspeltKey, { context }: Checked): Finding {
  const missed = meant.name === 'Depends-On' && readsAsChange(value, context.gerritHost);
  const place = { line, end: name.length };
  if (meant.form === 'blueprint' && launchpadBlueprints({ line, text: value }).length > 0) {
    const why = `"${name}" is probably a slip for ${meant.name}; Launchpad reads the blueprint all the same.`;
    return finding('trailer-spelling', 'information', place, why, meant.source, writeKey({ line, name, meant }));
  }
  return finding(
    'trailer-spelling',
    missed ? 'error' : 'warning',
    place,
    misspeltWords(name, meant),
    meant.source,
    writeKey({ line, name, meant }),
  );
}

/** Key, what stands where the colon belongs, and the value. */
const WITHOUT_COLON = /^([A-Za-z]+-[A-Za-z-]*[A-Za-z])([ \t]*[=;][ \t]*|[ \t]+[-\u2013][ \t]+|[ \t]+)(\S.*)$/;

/** A known key without its colon is not a trailer, and takes the block's other lines with it. */
export const colonRule: Rule = ({ message, context }) =>
  message.kept.slice(1).flatMap((line): Finding[] => {
    const [, key = '', gap = '', value = ''] = WITHOUT_COLON.exec(line.text) ?? [];
    const kind = trailerKind(key);
    if (!kind || value.startsWith(':') || !looksLikeValue(kind, value)) {
      return [];
    }
    const missed = kind.name === 'Depends-On' && readsAsChange(value, context.gerritHost);
    const why = `${key} needs a colon. ${missed ? 'Zuul does not see the dependency.' : 'Without it git takes this line, and the paragraph, for text.'}`;
    const title = gap.trim() === '' ? 'Add the colon' : `Write a colon in place of "${gap.trim()}"`;
    const fix = { title, edits: [replaceColumns(line.line, key.length, key.length + gap.length, ': ')] };
    return [finding('trailer-colon', missed ? 'error' : 'warning', wholeLine(line), why, SOURCE.hook, fix)];
  });
