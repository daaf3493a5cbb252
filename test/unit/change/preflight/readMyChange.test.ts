import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { askServer, readMyChange } from '../../../../src/change/preflight/readMyChange';
import { type Change, type GerritClient, GerritError, Server } from '../../../../src/gerrit';
import { GitRepository } from '../gitRepository';

const idOf = (letter: string): string => `I${letter.repeat(40)}`;

describe('reading my change', () => {
  it("a commit made offline keeps the server's answers about the others", async () => {
    const repository = new GitRepository();
    repository.git('remote', 'add', 'gerrit', 'https://review.example.org/a/openstack/nova');
    repository.git('update-ref', 'refs/remotes/gerrit/master', 'HEAD');
    repository.commit(`Weigh hosts\n\nChange-Id: ${idOf('a')}`);
    const change = {
      number: 7,
      changeId: idOf('a'),
      project: 'openstack/nova',
      branch: 'master',
      status: 'NEW',
      patchSets: [],
    } as unknown as Change;
    let isAway = false;
    const client = {
      changesById: (ids: readonly string[]) =>
        isAway
          ? Promise.reject(new GerritError('offline', 'review.example.org cannot be reached.'))
          : Promise.resolve(new Map(ids.map((id) => [id, id === idOf('a') ? [change] : []]))),
    };
    const server = new Server(client as unknown as GerritClient);
    const read = async () => {
      const change = await readMyChange(repository.root, () => ({
        changesById: (ids) => Promise.resolve(server.knownChangesById(ids)),
      }));
      return [change, await askServer(change, server)].map(({ commits }) =>
        commits.map(({ subject, becomes }) => `${subject}: ${becomes}`),
      );
    };
    assert.deepEqual(await read(), [['Weigh hosts: unknown'], ['Weigh hosts: next-patch-set']]);
    isAway = true;
    repository.commit(`Measure hosts\n\nChange-Id: ${idOf('b')}`);
    repository.commit('Name hosts');
    const known = ['Name hosts: new', 'Measure hosts: unknown', 'Weigh hosts: next-patch-set'];
    assert.deepEqual(await read(), [known, known]);
  });
});
