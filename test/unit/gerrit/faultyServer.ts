import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FaultyServer {
  readonly url: string;
  /** Requests as `METHOD path`, and whether they carried credentials. */
  readonly asked: { line: string; authorization: string | undefined; contentType: string | undefined }[];
  close(): Promise<void>;
}

/** A server on the loopback that answers as it is told to, for what no real one does on demand. */
export async function faultyServer(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<FaultyServer> {
  const asked: FaultyServer['asked'] = [];
  const server = createServer((request, response) => {
    const { authorization, 'content-type': contentType } = request.headers;
    asked.push({ line: `${request.method} ${request.url}`, authorization, contentType });
    answer(request, response);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    asked,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

/** JSON as Gerrit sends it. */
export function json(response: ServerResponse, value: unknown): void {
  response.setHeader('content-type', 'application/json;charset=utf-8');
  response.end(`)]}'\n${JSON.stringify(value)}`);
}

export const changeInfo = (number: number, more: object = {}): object => ({
  id: `openstack%2Fnova~${number}`,
  _number: number,
  change_id: `I${String(number).padStart(40, '0')}`,
  project: 'openstack/nova',
  branch: 'master',
  subject: `Change ${number}`,
  status: 'NEW',
  owner: { _account_id: 1, name: 'Dev' },
  created: '2026-11-22 15:26:19.000000000',
  updated: '2026-11-22 15:26:20.000000000',
  ...more,
});
