/**
 * A fake GitHub: answers in the shapes that https://docs.github.com/en/rest/pulls/pulls, .../rest/repos and
 * .../using-the-rest-api/rate-limits document, cut to what is read. No real answer of GitHub is behind it.
 */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FakeAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export const PULL = {
  number: 7,
  title: 'Fix the thing',
  state: 'open',
  merged: false,
  draft: false,
  html_url: 'https://github.com/ansible/ansible/pull/7',
  base: { ref: 'devel', repo: { full_name: 'ansible/ansible' } },
  user: { login: 'octocat' },
};

export const REPOSITORY = {
  id: 7,
  name: 'shade',
  full_name: 'openstack/shade',
  description: 'Client library for OpenStack. Mirror of code maintained at opendev.org.',
  archived: false,
  default_branch: 'master',
  owner: { login: 'openstack' },
};

/** Of a folder; of one file it is no list. */
export const CONTENTS = [
  { type: 'file', name: '.gitreview', path: '.gitreview', size: 77 },
  { type: 'file', name: 'README.rst', path: 'README.rst', size: 512 },
  { type: 'dir', name: 'doc', path: 'doc', size: 0 },
];

export const NOT_FOUND: FakeAnswer = {
  status: 404,
  body: { message: 'Not Found', documentation_url: 'https://docs.github.com/rest' },
};

export async function fakeGitHub(answer: (request: IncomingMessage) => FakeAnswer) {
  const server = createServer((request, response) => {
    const { status, headers, body } = answer(request);
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { baseUrl: `http://127.0.0.1:${port}`, stop: () => new Promise((done) => server.close(done)) };
}
