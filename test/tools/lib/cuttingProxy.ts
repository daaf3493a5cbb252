import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

const QUIET_MS = 1000;

export interface CuttingProxy {
  readonly port: number;
  /** Every connection is cut before it has sent more than so many bytes. */
  cutAfterSent(bytes: number): void;
  /** What the server says after so many bytes is kept back; once the wire is quiet, it is cut. */
  cutBeforeAnswer(bytes: number): void;
  close(): Promise<void>;
}

/** A wire to a port of the loopback that breaks when it is told to. */
export async function cuttingProxy(target: number): Promise<CuttingProxy> {
  let mostSent = Infinity;
  let mostHeard = Infinity;
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(target, '127.0.0.1');
    let sent = 0;
    const cut = (): void => [client, upstream].forEach((socket) => socket.resetAndDestroy());
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        cut();
      });
    }
    let quiet: NodeJS.Timeout | undefined;
    client.on('data', (bytes) => {
      sent += bytes.length;
      quiet?.refresh();
      if (sent > mostSent) cut();
      else upstream.write(bytes);
    });
    upstream.on('data', (bytes) => {
      if (sent > mostHeard) quiet = quiet?.refresh() ?? setTimeout(cut, QUIET_MS);
      else client.write(bytes);
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    port: (server.address() as AddressInfo).port,
    cutAfterSent(bytes) {
      [mostSent, mostHeard] = [bytes, Infinity];
    },
    cutBeforeAnswer(bytes) {
      [mostSent, mostHeard] = [Infinity, bytes];
    },
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        sockets.forEach((socket) => socket.destroy());
      }),
  };
}
