import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, describe, it } from 'mocha';
import { temporaryFolder } from '../../../../scripts/lib/cleanup';
import { judgesOf } from '../../../../src/retirement/judges/judges';

describe('the linters of a clone', () => {
  let root: string;
  beforeEach(() => {
    root = temporaryFolder();
  });
  const write = (path: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), '');
  };
  const names = (repository: string, ...changed: string[]): string[] =>
    judgesOf(repository, root, changed).map(({ name }) => name);

  it('a file of releases that the step deletes has no linter, nor has a path that leaves the repository', () => {
    write('openstack_releases/cmds/check_schema.py');
    write('deliverables/hibiscus/nova.yaml');
    const changed = ['deliverables/hibiscus/nova.yaml', 'deliverables/hibiscus/gone.yaml', 'deliverables/../x.yaml'];
    assert.deepEqual(names('openstack/releases', ...changed), ['check_schema deliverables/hibiscus/nova.yaml']);
  });

  it('a linter of one file is left out where that file does not change', () => {
    write('tools/validate-legacy.py');
    assert.deepEqual(names('openstack/governance', 'reference/projects.yaml'), []);
    assert.deepEqual(names('openstack/governance', 'reference/legacy.yaml'), ['validate-legacy']);
  });

  it('a repository whose name is a key of every object has no linters', () => {
    for (const name of ['__proto__', 'constructor', 'toString']) assert.deepEqual(names(name), []);
  });
});
