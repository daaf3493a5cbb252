/**
 * How linters are run and judged, on programs that are written here in the ways that the real ones have: those are in
 * repositories that no registry has.
 */
import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, describe, it } from 'mocha';
import { temporaryFolder } from '../../scripts/lib/cleanup';
import { judgesOf } from '../../src/retirement/judges/judges';
import { runJudges, type Verdict } from '../../src/retirement/judges/runJudges';
import { PYTHON } from './lib/run';

describe('linters of repositories', () => {
  let root: string;
  beforeEach(() => {
    root = temporaryFolder();
  });
  const write = (path: string, ...lines: string[]): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), `${lines.join('\n')}\n`);
    if (path.endsWith('.sh')) chmodSync(join(root, path), 0o755);
  };
  const judge = (repository: string, ...changed: string[]): Promise<Verdict[]> =>
    runJudges(root, judgesOf(repository, root, changed), PYTHON);
  const outcomes = (verdicts: readonly Verdict[]): string[] =>
    verdicts.map(({ name, outcome }) => `${name} ${outcome}`);

  it('those that a clone has are run, with the exit code as the verdict', async () => {
    write('tools/zuul-projects-checks.py', 'print("... all fine.")');
    write('tools/irc_tests.py', 'import sys', 'print("ERROR: empty channel")', 'sys.exit(1)');
    const verdicts = await judge('openstack/project-config', 'zuul.d/projects.yaml');
    assert.deepEqual(outcomes(verdicts), ['zuul-projects-checks passed', 'irc_tests failed']);
    assert.match(verdicts[1]!.output, /empty channel/);
  });

  it('one that must print nothing fails when it does, whatever its exit code is', async () => {
    write('openstack_governance/__init__.py', '');
    write('openstack_governance/_check_schema.py', 'def main():', '    print("legacy: unknown key")', '    return 0');
    assert.deepEqual(outcomes(await judge('openstack/governance')), ['check_schema failed']);
    write('openstack_governance/_check_schema.py', 'def main():', '    return 0');
    assert.deepEqual(outcomes(await judge('openstack/governance')), ['check_schema passed']);
  });

  it('one whose package is missing says what to install', async () => {
    write('tools/zuul-projects-checks.py', 'import no_such_yaml');
    const [verdict] = await judge('openstack/project-config');
    assert.equal(verdict?.outcome, 'could-not-run');
    assert.match(verdict.output, /no no_such_yaml\. Install what the linter needs: pip install PyYAML/);
  });

  it('a module that is run as a program and is missing says what to install', async () => {
    write('.yamllint', '');
    const judges = judgesOf('openstack/governance', root, []).map((one) => ({
      ...one,
      args: ['-m', 'no_such_linter'],
    }));
    const [verdict] = await runJudges(root, judges, PYTHON);
    assert.equal(verdict?.outcome, 'could-not-run');
    assert.match(verdict.output, /no no_such_linter\. .* pip install yamllint/);
  });

  it('one that would ask a server is given an answer, and judges the file alone', async () => {
    write(
      'tools/validate-legacy.py',
      'import sys, requests',
      'files = requests.get("https://opendev.org/api").json()["tree"]',
      'print([file["path"] for file in files], "retired-on" in open("reference/legacy.yaml").read())',
      'sys.exit(0 if "retired-on" in open("reference/legacy.yaml").read() else 1)',
    );
    write('reference/legacy.yaml', 'x:', '  deliverables: {}');
    const [bad] = await judge('openstack/governance', 'reference/legacy.yaml');
    assert.deepEqual([bad?.outcome, bad?.output], ['failed', "['.gitreview', 'README.rst'] False"]);
    write('reference/legacy.yaml', 'x:', "  retired-on: '2026-07-05'");
    assert.equal((await judge('openstack/governance', 'reference/legacy.yaml'))[0]?.outcome, 'passed');
  });

  it('one that does not end is ended when the person cancels, and the rest does not start', async () => {
    write('tools/zuul-projects-checks.py', 'import time', 'time.sleep(60)');
    write('tools/irc_tests.py', 'open("started", "w")');
    const judges = judgesOf('openstack/project-config', root, []);
    const verdicts = await runJudges(root, judges, PYTHON, AbortSignal.timeout(500));
    assert.deepEqual(outcomes(verdicts), ['zuul-projects-checks could-not-run']);
    assert.equal(existsSync(join(root, 'started')), false);
  });

  it('one that rewrites a file leaves the clone as it is', async () => {
    const text = '- project: openstack/x\n  description:   X\n';
    write('tools/projectconfig_ruamellib.py', '');
    write(
      'tools/normalize_projects_yaml.py',
      'path = "gerrit/projects.yaml"',
      'text = open(path).read().replace("   ", " ")',
      'open(path, "w").write(text)',
    );
    write('gerrit/projects.yaml', ...text.trimEnd().split('\n'));
    const [verdict] = await judge('openstack/project-config', 'gerrit/projects.yaml');
    assert.equal(verdict?.outcome, 'failed');
    assert.match(verdict.output, /line 2:\n- {3}description: {3}X\n\+ {3}description: X/);
    assert.equal(readFileSync(join(root, 'gerrit/projects.yaml'), 'utf8'), text);
    write('gerrit/projects.yaml', '- project: openstack/x');
    assert.deepEqual(outcomes(await judge('openstack/project-config', 'gerrit/projects.yaml')), [
      'normalize_projects_yaml passed',
    ]);
  });

  it('a script of the clone is run as a program, and a Python that is not there is told', async () => {
    write('tools/check_projects_yaml_alphabetized.sh', '#!/bin/sh', 'echo "not sorted: $1"', 'exit 1');
    const [verdict] = await judge('openstack/project-config');
    assert.equal(verdict?.output, 'not sorted: gerrit/projects.yaml');
    write('tools/irc_tests.py', '');
    const judges = judgesOf('openstack/project-config', root, []).filter(({ name }) => name === 'irc_tests');
    const [without] = await runJudges(root, judges, join(root, 'no-python'));
    assert.equal(without?.outcome, 'could-not-run');
  });

  it('a repository without linters of its own has none, and releases have one for each file', () => {
    assert.deepEqual(judgesOf('openstack/freezer-dr', root, ['README.rst']), []);
    write('openstack_releases/cmds/check_schema.py', '');
    write('deliverables/_independent/shade.yaml', '');
    assert.deepEqual(
      judgesOf('openstack/releases', root, ['deliverables/_independent/shade.yaml', '../x']).map(({ name }) => name),
      ['check_schema deliverables/_independent/shade.yaml'],
    );
  });
});
