/** Stands in for Gerrit, but with words that a person must not be able to click on. */
import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { temporaryFolder } from '../../scripts/lib/cleanup';
import { commitAs, DEV } from './gerritScene';
import { gitIn, makeRepository } from './host/repository';

const PROJECT = 'openstack/cloudlet';
const NUMBER = 4242;

export interface HostileServer {
  readonly close: () => Promise<void>;
  /** Makes a folder a clone of the project with a commit that waits for a push. */
  readonly clone: (folder: string) => void;
}

/**
 * @param words that it has in the subject of its only change, 4242, says when it refuses a push, as it does each, and
 * answers to all else that it is asked
 */
export async function startHostileServer(words: string): Promise<HostileServer> {
  const repositories = temporaryFolder();
  const change: { commit: string; changeId: string } = { commit: '', changeId: '' };
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (pathname.startsWith(`/a/${PROJECT}/`)) return backend(repositories, request, response);
    if (pathname === '/changes/' && (searchParams.get('q') ?? '').includes(String(NUMBER))) {
      response.writeHead(200, { 'content-type': 'application/json; charset=UTF-8' });
      return response.end(`)]}'\n${JSON.stringify([changeInfo(change, words)])}`);
    }
    response.writeHead(400, { 'content-type': 'text/plain' });
    return response.end(words);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    close: () => closed(server),
    clone(folder) {
      makeRepository(folder);
      const bare = join(repositories, PROJECT);
      mkdirSync(bare, { recursive: true });
      gitIn(folder, 'clone', '-q', '--bare', folder, bare);
      gitIn(folder, 'config', 'credential.helper', '');
      gitIn(folder, 'config', 'remote.gerrit.url', `http://dev@127.0.0.1:${port}/a/${PROJECT}`);
      gitIn(folder, 'config', 'remote.gerrit.fetch', '+refs/heads/*:refs/remotes/gerrit/*');
      gitIn(folder, 'update-ref', 'refs/remotes/gerrit/master', 'master');
      writeFileSync(join(folder, 'theirs.txt'), 'theirs\n');
      change.changeId = commitAs('Core Example <core@example.org>', folder, words);
      change.commit = gitIn(folder, 'rev-parse', 'HEAD');
      gitIn(folder, 'push', '-q', bare, `HEAD:refs/changes/42/${NUMBER}/1`);
      gitIn(folder, 'reset', '-q', '--hard', 'HEAD~');
      const hook = join(bare, 'hooks', 'pre-receive');
      mkdirSync(join(bare, 'hooks'), { recursive: true });
      writeFileSync(hook, `#!/bin/sh\necho '${words}' >&2\nexit 1\n`);
      chmodSync(hook, 0o755);
      writeFileSync(
        join(folder, '.gitreview'),
        `[gerrit]\nhost=127.0.0.1\nport=${port}\nproject=${PROJECT}.git\nscheme=http\n`,
      );
      commitAs(DEV, folder, 'scheduler: Filter by load');
    },
  };
}

function changeInfo({ commit, changeId }: { commit: string; changeId: string }, subject: string): unknown {
  const at = '2026-01-02 03:04:05.000000000';
  const shared = { _number: NUMBER, change_id: changeId, project: PROJECT, branch: 'master', subject, status: 'NEW' };
  const revisions = { [commit]: { _number: 1, ref: `refs/changes/42/${NUMBER}/1` } };
  return { ...shared, owner: { _account_id: 1 }, created: at, updated: at, current_revision: commit, revisions };
}

/** git's own server side, as CGI (git-http-backend). */
function backend(folder: string, request: IncomingMessage, response: ServerResponse): void {
  const { pathname, search } = new URL(request.url ?? '/', 'http://127.0.0.1');
  const env = {
    ...process.env,
    GIT_PROJECT_ROOT: folder,
    GIT_HTTP_EXPORT_ALL: '1',
    PATH_INFO: pathname.slice('/a'.length),
    QUERY_STRING: search.slice(1),
    REQUEST_METHOD: request.method ?? 'GET',
    CONTENT_TYPE: request.headers['content-type'] ?? '',
    HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
    GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
    REMOTE_USER: 'dev',
    REMOTE_ADDR: '127.0.0.1',
  };
  const git = spawn('git', ['http-backend'], { env, stdio: ['pipe', 'pipe', 'inherit'] });
  request.pipe(git.stdin);
  const parts: Buffer[] = [];
  git.stdout.on('data', (part: Buffer) => parts.push(part));
  git.on('close', () => {
    const answer = Buffer.concat(parts);
    const end = answer.indexOf('\r\n\r\n');
    const headers = answer
      .subarray(0, end)
      .toString('latin1')
      .split('\r\n')
      .map((line) => line.split(': ') as [string, string]);
    const status = headers.find(([name]) => name === 'Status')?.[1];
    for (const [name, value] of headers) if (name !== 'Status') response.setHeader(name, value);
    response.statusCode = status === undefined ? 200 : Number.parseInt(status, 10);
    response.end(answer.subarray(end + 4));
  });
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
