import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { keeping } from '../../../base/keeping';
import { addressIn, FOLDER_PREFIX } from './askpassFolders';
import { ASKED_AT, MAIN, NODE, SCRIPT, TICKET } from './protocol';

/** As the subject of a sentence. */
const WHAT = 'The program with which git asks you';

/** No question of git or ssh is longer. */
const LONGEST = 16 * 1024;

/**
 * Lets git and ssh ask the person through the editor: they start a small program (GIT_ASKPASS, SSH_ASKPASS) that asks
 * here, over a socket that only this user can reach. No password is in an argument, in the environment or on disk.
 *
 * The environment goes to git alone (PersonGit), and no hook runs below it, so a hook of the repository has no ticket to
 * ask with. What is left: a program that a hook leaves behind and that waits for the push runs as the same user; it can
 * read the environment of git, and then asks as git would. The answer is bound to the server of that push, and given
 * once: whoever comes second is asked of the person. Such a program could as well read what the person types.
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
    const folder = await keeping(WHAT, tmpdir(), () => mkdtemp(join(tmpdir(), FOLDER_PREFIX)));
    const address = addressIn(folder);
    const ticket = randomUUID();
    const script = join(folder, 'askpass.sh');
    await keeping(WHAT, script, () => writeFile(script, SCRIPT, { mode: 0o700 }));
    const server = createServer((socket) => void converse(socket, ticket, answer));
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
      [TICKET]: ticket,
    };
    return new AskpassServer(env, server, folder);
  }

  async stop(): Promise<void> {
    this.server.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** One line in, ticket and question as JSON; one line out, the answer as JSON, null for none. */
async function converse(
  socket: Socket,
  ticket: string,
  answer: (question: string) => Promise<string | undefined>,
): Promise<void> {
  socket.on('error', () => socket.destroy());
  const question = questionOf(await lineOf(socket), ticket);
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
      if (end >= 0) resolve(text.slice(0, end));
      else if (text.length > LONGEST) socket.destroy();
    });
    socket.on('close', () => resolve(undefined));
  });
}

/** Undefined for what is not our program, or was not started below this git. */
function questionOf(line: string | undefined, ticket: string): string | undefined {
  const { success, output } = v.safeParse(LINE, line);
  return success && output[0] === ticket ? output[1] : undefined;
}

const LINE = v.pipe(v.string(), v.parseJson(), v.tuple([v.string(), v.string()]));
