/**
 * The linters that repositories have for the files that a retirement edits, as their own tox.ini and .zuul.yaml run them.
 * They are programs of the clone, so whoever runs them asks for trust first.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** How the output of a linter is judged: by its exit code, or it must print nothing. */
type Rule = 'exit-code' | 'silence';

export interface Judge {
  readonly name: string;
  /** `python`: the interpreter that the person chose. Else a script of the clone, relative. */
  readonly program: 'python' | 'script';
  readonly args: readonly string[];
  readonly rule: Rule;
  /** What it writes, as a change of the clone: it runs on copies of these files, and they must stay as they are. */
  readonly rewrites?: string;
  /** Modules of Python that take the place of installed ones: by file name, the source. */
  readonly modules?: Readonly<Record<string, string>>;
  /** Names for pip of what it imports. */
  readonly packages: readonly string[];
}

interface Known extends Judge {
  /** Relative; a clone without it has no such linter. */
  readonly needs: string;
  /** Only when one of these changed; missing: always. */
  readonly about?: readonly string[];
}

const script = (name: string, path: string, args: readonly string[] = []): Known => ({
  name,
  needs: path,
  program: 'script',
  args: [path, ...args],
  rule: 'exit-code',
  packages: [],
});

const python = (name: string, path: string, args: readonly string[], packages: readonly string[]): Known => ({
  name,
  needs: path,
  program: 'python',
  args: [path, ...args],
  rule: 'exit-code',
  packages,
});

/**
 * Instead of the library of that name. The linter asks opendev.org for the files of each retired repository, which are not
 * what an edit of governance changes: here each has been emptied, and what legacy.yaml says is judged alone.
 */
const EMPTIED = `class _Answer:
    status_code = 200
    ok = True

    def json(self):
        return {'tree': [{'path': '.gitreview'}, {'path': 'README.rst'}]}

    def raise_for_status(self):
        pass


def get(*args, **kwargs):
    return _Answer()
`;

/** `tools/check_valid_gerrit_config.sh` takes minutes and reads only ACLs that stay, so it is left out. */
const JUDGES: Readonly<Record<string, readonly Known[]>> = {
  'openstack/project-config': [
    python('zuul-projects-checks', 'tools/zuul-projects-checks.py', [], ['PyYAML']),
    python(
      'check_valid_gerrit_projects',
      'tools/check_valid_gerrit_projects.py',
      ['gerrit/projects.yaml', 'gerrit/acls', 'zuul/main.yaml'],
      ['PyYAML', 'GitPython'],
    ),
    script('check_projects_yaml_alphabetized', 'tools/check_projects_yaml_alphabetized.sh', ['gerrit/projects.yaml']),
    python('irc_tests', 'tools/irc_tests.py', [], ['PyYAML']),
    {
      ...python('normalize_projects_yaml', 'tools/normalize_projects_yaml.py', [], ['ruamel.yaml']),
      rewrites: 'gerrit/projects.yaml',
      about: ['gerrit/projects.yaml'],
    },
  ],
  'openstack/governance': [
    {
      // Its exit status is 0 whatever it finds (governance 61074281c), so what it prints counts.
      name: 'check_schema',
      needs: 'openstack_governance/_check_schema.py',
      program: 'python',
      args: ['-c', 'from openstack_governance._check_schema import main; main()'],
      rule: 'silence',
      packages: ['PyYAML', 'jsonschema'],
    },
    {
      name: 'yamllint',
      needs: '.yamllint',
      program: 'python',
      args: ['-m', 'yamllint', 'reference/projects.yaml', 'reference/legacy.yaml'],
      rule: 'exit-code',
      packages: ['yamllint'],
    },
    script('check_projects_yaml_alphabetized', 'tools/check_projects_yaml_alphabetized.sh'),
    {
      ...python('validate-legacy', 'tools/validate-legacy.py', [], ['PyYAML']),
      modules: { 'requests.py': EMPTIED },
      about: ['reference/legacy.yaml'],
    },
  ],
  'openstack/requirements': [
    {
      name: 'validate',
      needs: 'openstack_requirements/cmds/validate.py',
      program: 'python',
      args: [
        '-c',
        "import sys; sys.argv = ['x', 'global-requirements.txt', 'upper-constraints.txt', 'denylist.txt']; from openstack_requirements.cmds.validate import main; sys.exit(main())",
      ],
      rule: 'exit-code',
      packages: ['packaging', 'requests', 'beagle'],
    },
  ],
};

const isDeliverable = (path: string): boolean =>
  /^deliverables\/[\w.-]+\/[\w.-]+\.yaml$/.test(path) && !path.includes('..');

/** The linter of openstack/releases reads one file at a time. */
const checkDeliverable = (path: string): Known => ({
  name: `check_schema ${path}`,
  needs: 'openstack_releases/cmds/check_schema.py',
  program: 'python',
  args: ['-c', 'import sys; from openstack_releases.cmds.check_schema import main; sys.exit(main())', path],
  rule: 'exit-code',
  packages: ['PyYAML', 'jsonschema', 'yamlordereddictloader', 'requests', 'appdirs'],
});

const ownOf = (repository: string): readonly Known[] =>
  Object.hasOwn(JUDGES, repository) ? (JUDGES[repository] ?? []) : [];

/**
 * @param root absolute top of the clone
 * @param changed paths that the edits change; those that are gone are judged by what is left
 */
export function judgesOf(repository: string, root: string, changed: readonly string[]): Judge[] {
  const known =
    repository === 'openstack/releases'
      ? changed.filter((path) => isDeliverable(path) && existsSync(join(root, path))).map(checkDeliverable)
      : ownOf(repository);
  return known
    .filter(({ about }) => !about || about.some((path) => changed.includes(path)))
    .filter(({ needs }) => existsSync(join(root, needs)));
}
