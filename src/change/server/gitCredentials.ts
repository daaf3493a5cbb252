import type { Credentials } from '../../gerrit';
import type { PersonGit } from '../repository/personGit';

/** Nobody is asked: neither on a terminal, nor by a program, nor by a helper that opens windows (git-credential-manager). */
export const QUIETLY = { GIT_ASKPASS: '', SSH_ASKPASS: '', GCM_INTERACTIVE: 'never' };

/**
 * What git's credential helpers have for a server, as a push would get it (`git credential fill`, gitcredentials(7));
 * undefined when they have nothing. Goes through stdin and stdout alone.
 */
export async function gitCredentials(git: PersonGit, webUrl: string, user?: string): Promise<Credentials | undefined> {
  const { protocol, host } = new URL(webUrl);
  const wanted = { protocol: protocol.slice(0, -1), host, ...(user === undefined ? {} : { username: user }) };
  // One value a line: a name with a line in it could ask for another host.
  if (Object.values(wanted).some((value) => /[\n\0]/.test(value))) return undefined;
  const input = `${Object.entries(wanted)
    .map(([key, value]) => `${key}=${value}\n`)
    .join('')}\n`;
  const args = ['-c', 'core.askPass=', '-c', 'credential.interactive=false', 'credential', 'fill'];
  const { exitCode, stdout } = await git.run(args, { input, env: QUIETLY });
  if (exitCode !== 0) return undefined;
  const said = new Map(
    stdout
      .split('\n')
      .map((line): [string, string] => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
  const [username, password] = [said.get('username'), said.get('password')];
  return username && password ? { username, password } : undefined;
}
