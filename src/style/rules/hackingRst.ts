/** Rules that a project documents in its HACKING.rst, as `- [N310] text` with indented lines that go on. */
export interface LocalRule {
  readonly code: string;
  /** The whole text, one paragraph. */
  readonly text: string;
  /** 0-based line of HACKING.rst. */
  readonly line: number;
}

/** nova's has 30 KB. What is behind the limit is not read. */
const longestFile = 1_000_000;
const longestText = 4_000;
const mostRules = 2_000;

/**
 * The local rules of a HACKING.rst; the first one wins when a code stands twice. The file comes from the repository, so
 * it may hold anything: sizes are limited, and every line is looked at once.
 */
export function readHackingRst(text: string): Map<string, LocalRule> {
  const rules = new Map<string, LocalRule>();
  let open: { code: string; words: string[]; length: number; line: number; indent: number } | undefined;
  const close = () => {
    if (open && !rules.has(open.code) && rules.size < mostRules) {
      const { code, words, line } = open;
      rules.set(code, { code, line, text: plain(words.join(' ')).slice(0, longestText) });
    }
    open = undefined;
  };
  for (const [number, line] of text
    .slice(0, longestFile)
    .split(/\r\n|\r|\n/)
    .entries()) {
    const start = /^( {0,8})[-*] \[([A-Z]{1,3}\d{1,4})\] ?(.*)$/.exec(line);
    if (start) {
      close();
      const [, indent = '', code = '', words = ''] = start;
      open = { code, words: [words.trim()], length: words.length, line: number, indent: indent.length };
    } else if (open && continues(line, open.indent)) {
      if (open.length < longestText) open.words.push(line.trim());
      open.length += line.length + 1;
    } else {
      close();
    }
  }
  close();
  return rules;
}

/** Text further in than the bullet. A blank line ends the item, as does the next bullet. */
function continues(line: string, indent: number): boolean {
  const spaces = line.length - line.trimStart().length;
  return spaces > indent && line.trim() !== '' && !/^\s*[-*] \[/.test(line);
}

/** reStructuredText's marks for code and roles say little in a hover. */
function plain(text: string): string {
  return text
    .replace(/:[a-z]{1,20}:`/g, '`')
    .replace(/``/g, '`')
    .replace(/\s+/g, ' ')
    .trim();
}
