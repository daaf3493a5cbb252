/** Whether a line names a project that is retired, by words that can mean nothing else. */
import { baseNameOf, namespaceOf } from '../edits';

/** PEP 503: `oslo.db`, `Oslo_DB` and `oslo-db` are the same package. */
const normalisedPackage = (name: string): string => name.toLowerCase().replaceAll(/[-_.]+/g, '-');

/** Addresses that go on with the base name of a repository of OpenStack, or of its package. */
const PLACES: ReadonlySet<string> = new Set([
  'docs.openstack.org',
  'docs.openstack.org/developer',
  'docs.openstack.org/releasenotes',
  'launchpad.net',
  'bugs.launchpad.net',
  'blueprints.launchpad.net',
  'pypi.org/project',
  'pypi.python.org/pypi',
]);

/** What is looked at of a line: some files are one line of megabytes. */
const LONGEST_LINE = 4000;

/** A name with its slashes, such as `opendev.org/openstack/venus.git`. Anything else ends it. */
const NAME_IN_TEXT = /[\p{L}\p{N}_.-]+(?:\/[\p{L}\p{N}_.-]+)*/gu;

export class RetiredNames {
  private readonly repositories: ReadonlySet<string>;
  private readonly byBaseName: ReadonlyMap<string, string>;
  private readonly byPackage: ReadonlyMap<string, string>;

  /**
   * @param repositories with their namespaces
   * @param packages names of Python packages, by the repository, where they are not the base names
   */
  constructor(repositories: readonly string[], packages: ReadonlyMap<string, readonly string[]> = new Map()) {
    this.repositories = new Set(repositories);
    // Other namespaces have neither documentation nor packages under their base names alone.
    const own = repositories.filter((repository) => namespaceOf(repository) === 'openstack');
    this.byBaseName = new Map(own.map((repository) => [baseNameOf(repository), repository]));
    const more = [...packages].flatMap(([repository, names]) => names.map((name) => [name, repository] as const));
    this.byPackage = new Map([...this.byBaseName, ...more].map(([name, of]) => [normalisedPackage(name), of]));
  }

  /** Words of which every line has one that `named` or `pluginIn` finds something in. */
  get words(): string[] {
    const full = [...this.repositories].flatMap((repository) => [repository, repository.replace('/', '%2F')]);
    const names = [...this.byBaseName.keys()];
    return [...full, ...names.flatMap((name) => [...PLACES].map((place) => `${place}/${name}`)), 'enable_plugin'];
  }

  /** The same for `ofPackage`, where case does not matter. */
  get packageWords(): string[] {
    const names = [...this.byPackage.keys()];
    return [...new Set(names.flatMap((name) => ['-', '_', '.'].map((mark) => name.replaceAll('-', mark))))];
  }

  /**
   * The repository that a line names in full, or with an address: `openstack/venus` is neither in
   * `openstack/venus-dashboard` nor in `my-openstack/venus`.
   */
  named(line: string): string | undefined {
    const text = line.slice(0, LONGEST_LINE);
    const found = this.inText(text) ?? this.pluginIn(text);
    // Addresses of Gerrit have names in one piece.
    if (found !== undefined || !text.includes('%2F')) return found;
    for (const [name] of text.replaceAll('%2F', '/').matchAll(NAME_IN_TEXT)) {
      const full = fullNames(name.split('/')).find((each) => this.repositories.has(each));
      if (full !== undefined) return full;
    }
    return undefined;
  }

  /** The repository of a Python package. */
  ofPackage(name: string): string | undefined {
    return this.byPackage.get(normalisedPackage(name));
  }

  private inText(text: string): string | undefined {
    for (const [name] of text.matchAll(NAME_IN_TEXT)) {
      const parts = name.split('/');
      const full = fullNames(parts).find((each) => this.repositories.has(each));
      if (full !== undefined) return full;
      const [first = '', second = '', third = ''] = parts;
      const host = first.replace(/^www\./, '');
      const base = PLACES.has(`${host}/${second}`) ? third : PLACES.has(host) ? second : '';
      const found = this.byBaseName.get(withoutEnd(base));
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** `enable_plugin NAME URL [BRANCH]`: a fork can be at another address. */
  private pluginIn(text: string): string | undefined {
    const [, name] = /\benable_plugin[ \t]+["']?([\w.-]+)/.exec(text) ?? [];
    return name === undefined ? undefined : this.byBaseName.get(name);
  }
}

/** A sentence ends with a full stop, an address of git with `.git`. */
const withoutEnd = (name: string): string => name.replace(/\.{1,3}$/, '').replace(/\.git$/, '');

/** Every two parts that follow each other, as a name. */
const fullNames = (parts: readonly string[]): string[] =>
  parts.slice(1).map((part, i) => `${parts[i] ?? ''}/${withoutEnd(part)}`);
