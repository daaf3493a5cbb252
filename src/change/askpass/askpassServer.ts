import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ASKED_AT, MAIN, NODE, SCRIPT } from './protocol';

/** No question of git or ssh is longer. */
const LONGEST = 16 * 1024;

/**
 * Lets git and ssh ask the person through the editor: they start a small program (GIT_ASKPASS, SSH_ASKPASS) that asks
 * here, over a socket that only this user can reach. No secret is in an argument, in the environment or on disk.
 */
export class AskpassServer {
  private constructor(
    /** What git has to be started with. */
    readonly env: NodeJS.ProcessEnv,
    private readonly server: Server,
    private readonly folder: string,
  ) {}

  /**
   * @param answer gets the question as git or ssh words it; undefined: the person does not want to say
   * @param main absolute path of the program that asks, `askpass.worker.js`
   */
  static async start(answer: (question: string) => Promise<string | undefined>, main: string): Promise<AskpassServer> {
    // mkdtemp makes it for this user alone (0700), and the socket in it is as private.
    const folder = await mkdtemp(join(tmpdir(), 'openstack-askpass-'));
    const address = process.platform === 'win32' ? `\\\\.\\pipe\\openstack-askpass-${randomUUID()}` : join(folder, 'socket');
    const script = join(folder, 'askpass.sh');
    await writeFile(script, SCRIPT, { mode: 0o700 });
    const server = createServer((socket) => void converse(socket, answer));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(address, resolve);
    });
    const env = {
      GIT_ASKPASS: script,
      SSH_ASKPASS: script,
      // Without it ssh asks only where there is a display; OpenSSH knows it since 8.4.
      SSH_ASKPASS_REQUIRE: 'force',
      [NODE]: process.execPath,
      [MAIN]: main,
      [ASKED_AT]: address,
    };
    return new AskpassServer(env, server, folder);
  }

  async stop(): Promise<void> {
    this.server.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** One line in, the question as JSON; one line out, the answer as JSON, null for none. */
async function converse(socket: Socket, answer: (question: string) => Promise<string | undefined>): Promise<void> {
  socket.on('error', () => socket.destroy());
  const question = await lineOf(socket);
  const said = question === undefined ? undefined : await answer(question).catch(() => undefined);
  socket.end(`${JSON.stringify(said ?? null)}\n`);
}

function lineOf(socket: Socket): Promise<string | undefined> {
  return new Promise((resolve) => {
    let text = '';
    socket.setEncoding('utf8');
    socket.on('data', (part: string) => {
      text += part;
      const end = text.indexOf('\n');
      if (end >= 0) resolve(parsed(text.slice(0, end)));
      else if (text.length > LONGEST) socket.destroy();
    });
    socket.on('close', () => resolve(undefined));
  });
}

function parsed(line: string): string | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined; // not our program
  }
}
