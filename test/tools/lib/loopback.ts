import { createServer as createHttp, type RequestListener } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

export interface Loopback {
  readonly port: number;
  close(): Promise<void>;
}

/** A server on a free port of the loopback that answers requests. */
export const httpServer = (answer: RequestListener): Promise<Loopback> => listening(createHttp(answer));

export const httpsServer = (
  tls: { readonly cert: string; readonly key: string },
  answer: RequestListener,
): Promise<Loopback> => listening(createHttps(tls, answer));

/** One that speaks in bytes: what it does with a connection once the first of them have arrived. */
export const byteServer = (converse: (socket: Socket) => void): Promise<Loopback> =>
  listening(createServer((socket) => socket.once('data', () => converse(socket))));

async function listening(server: Server): Promise<Loopback> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    // Clients that do not like what they get reset the connection.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        sockets.forEach((socket) => socket.destroy());
      }),
  };
}
