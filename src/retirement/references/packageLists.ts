/** Lists of Python packages in the files of a project, line by line. */

/** What a file lists in full; undefined for a file in which a line alone does not say what it is. */
export type PackageFile = 'requirements' | 'tox.ini' | 'setup.cfg' | 'pyproject.toml';

/** Pathspecs of git for all of them. */
export const PACKAGE_PATHS = [
  ...['requirements', 'constraints', 'denylist', 'blacklist'].map((word) => `:(top,glob)**/*${word}*.txt`),
  ':(top,glob)**/requirements/*.txt',
  ...['tox.ini', 'setup.cfg', 'pyproject.toml'].map((name) => `:(top,glob)**/${name}`),
];

export function packageFileOf(path: string): PackageFile | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (name === 'tox.ini' || name === 'setup.cfg' || name === 'pyproject.toml') return name;
  const isList = name.endsWith('.txt') && /requirements|constraints|denylist|blacklist/.test(name);
  return isList || /(?:^|\/)requirements\/[^/]*\.txt$/.test(path) ? 'requirements' : undefined;
}

/** What is looked at of a line. */
const LONGEST_LINE = 1000;

/** The names of packages that a line needs, as they are written. @param lines of the whole file @param at 0-based */
export function packagesIn(file: PackageFile, lines: readonly string[], at: number): string[] {
  const text = (lines[at] ?? '').slice(0, LONGEST_LINE);
  if (file === 'requirements') return nameAt(text);
  const { section, key } = placeOf(lines, at);
  if (!isList(file, section, key)) return [];
  // A key may have its values in its own line.
  const values = /^[ \t]/.test(text) ? text : text.slice(text.indexOf('=') + 1);
  if (file === 'pyproject.toml') {
    const strings = [...values.matchAll(/"([^"]*)"|'([^']*)'/g)];
    return strings.flatMap(([, double, single]) => nameAt(double ?? single ?? ''));
  }
  // tox: `py312: package`, for some environments only.
  return nameAt(values.replace(/^[ \t]*[\w{},!.-]+:[ \t]+/, ''));
}

/** A name with nothing behind it but what belongs to a requirement: PEP 508. */
function nameAt(text: string): string[] {
  const [, name] = /^[ \t]*([A-Za-z0-9][\w.-]*)[ \t]*(?:[[<>!~;#@,(]|={2,3}|$)/.exec(text) ?? [];
  return name === undefined ? [] : [name];
}

function isList(file: PackageFile, section: string, key: string): boolean {
  switch (file) {
    case 'tox.ini':
      return key === 'deps';
    case 'setup.cfg':
      return section === 'extras' || section === 'options.extras_require' || SETUP_KEYS.has(key);
    default:
      return TOML_SECTIONS.has(section) || key === 'dependencies' || key === 'requires';
  }
}

const SETUP_KEYS = new Set(['install_requires', 'setup_requires', 'tests_require', 'requires_dist', 'requires-dist']);
const TOML_SECTIONS = new Set(['project.optional-dependencies', 'dependency-groups']);

/** Lines above that are looked at. */
const MOST_ABOVE = 500;

/** The section and the key that a line of an INI or TOML file belongs to; empty where there is none. */
function placeOf(lines: readonly string[], at: number): { readonly section: string; readonly key: string } {
  let key: string | undefined;
  for (let line = at; line >= 0 && line > at - MOST_ABOVE; line--) {
    const text = (lines[line] ?? '').slice(0, LONGEST_LINE);
    const [, section] = /^\[+([^\]]*)/.exec(text) ?? [];
    if (section !== undefined) return { section: section.trim(), key: key ?? '' };
    key ??= /^([\w.-]+)[ \t]*=/.exec(text)?.[1];
  }
  return { section: '', key: key ?? '' };
}
