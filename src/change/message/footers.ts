import type { KeptLine } from './message';
import { emailOf } from './signOff';

/** A footer as Gerrit reads it. */
export interface Footer {
  readonly key: string;
  readonly value: string;
  /** 0-based line in the document. */
  readonly line: number;
}

/**
 * The footers of the last paragraph as JGit's FooterLine finds them, tried against the JGit inside Gerrit 3.13.5:
 * no space before the colon, other lines are skipped, a line that starts with a space continues the one above,
 * and the first line of the message is never a footer.
 */
export function gerritFooters(kept: readonly KeptLine[]): Footer[] {
  const footers: Footer[] = [];
  const start = kept.findLastIndex((line) => line.text === '');
  let continues = false;
  for (const { line, text } of kept.slice(Math.max(start + 1, 1))) {
    const found = /^([A-Za-z0-9-]*): *(.*)$/.exec(text);
    const above = footers.at(-1);
    if (found) {
      footers.push({ key: found[1] ?? '', value: found[2] ?? '', line });
      continues = true;
    } else if (continues && above && text.startsWith(' ')) {
      footers[footers.length - 1] = { ...above, value: `${above.value} ${text.trim()}` };
    } else {
      continues = false;
    }
  }
  return footers;
}

/** Footers of a key, whose case does not matter to Gerrit. */
export function footersOf(footers: readonly Footer[], key: string): Footer[] {
  return footers.filter((footer) => footer.key.toLowerCase() === key.toLowerCase());
}

/** The addresses of Signed-off-by footers that Gerrit compares with author, committer and the uploader's account. */
export function signOffEmails(footers: readonly Footer[]): string[] {
  return footersOf(footers, 'Signed-off-by').flatMap((footer) => emailOf(footer.value) ?? []);
}
