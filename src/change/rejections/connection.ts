import type { PushFix } from './pushFix';
import { plain, type RejectionText } from './text';

const host = (name: string | undefined): { host?: string } => (name ? { host: name } : {});

/** As known_hosts names it: with the port where that is another than 22. OpenSSH before 8.5 puts the kind of key first. */
function changedHost(local: readonly string[]): PushFix[] {
  const name = local.flatMap(
    (line) =>
      /^(?:[\w-]{1,30} host|Host) key for (\[[\w.:-]{1,255}\]:\d{1,5}|[\w.:-]{1,255}) has changed\b/.exec(line)?.[1] ??
      [],
  )[0];
  return name === undefined ? [] : [{ kind: 'forget-host-key', host: name }];
}

/** What git, ssh and curl say when the server was not reached or let nobody in. */
export const CONNECTION_TEXTS: readonly RejectionText[] = [
  plain(
    'local',
    /Too many authentication failures/,
    'too-many-keys',
    'ssh offered too many keys',
    'The server closed the connection before ssh offered the right key. Name the key in ~/.ssh/config for this server, with IdentityFile and IdentitiesOnly yes.',
    { kind: 'push-again' },
    { kind: 'switch-to-https' },
  ),
  plain(
    'local',
    /no matching (?:host key type|key exchange method|cipher|MAC) found/,
    'no-common-algorithm',
    'ssh and the server have no algorithm in common',
    'One of the two is too old for the other, or ~/.ssh/config leaves out what the server offers; the output shows its offer.',
    { kind: 'switch-to-https' },
    { kind: 'show-output' },
  ),
  plain(
    'local',
    /^kex_exchange_identification: |^(?:Connection closed by|Connection reset by) \S{1,255} port \d{1,5}$/m,
    'closed-at-once',
    'The server closed the connection before it said who it is',
    'It has too many connections, is being restarted, or a firewall is in the way. Nothing was sent. Wait a little, then push again.',
    { kind: 'push-again' },
    { kind: 'switch-to-https' },
  ),
  {
    within: 'local',
    pattern: /requested URL returned error: (429|5\d\d)/,
    describe: ([, status]) => ({
      reason: 'server-busy',
      title:
        status === '429' ? 'The server has had too many requests' : `The server cannot answer now (${status ?? ''})`,
      meaning:
        status === '429'
          ? 'It limits how many an address may make. Wait a minute, then push again.'
          : 'It is overloaded, being restarted, or out of order. Wait a little, then push again.',
      fixes: [{ kind: 'push-again' }],
    }),
  },
  {
    within: 'local',
    pattern: /(?:^|\s)(?:([^\s@]+)@)?([^\s@]+): Permission denied \(([^)]{0,200})\)/,
    describe: ([, username]) => ({
      reason: 'ssh-key-refused',
      title: 'Gerrit did not accept your SSH key',
      meaning:
        'The user name is not yours in Gerrit, the key is not in your Gerrit settings, or the agent does not offer it.',
      fixes: [{ kind: 'set-username', ...(username ? { username } : {}) }, { kind: 'switch-to-https' }],
    }),
  },
  plain(
    'local',
    /REVOKED HOST KEY DETECTED|^Host key [^\n]{1,500} revoked by file /m,
    'host-key-revoked',
    "The server's host key was withdrawn",
    'Nothing was sent. Your ssh has a list of keys that must not be used, and this is one of them: somebody may pretend to be the server. Ask those who run it.',
    { kind: 'show-output' },
  ),
  {
    within: 'local',
    pattern: /REMOTE HOST IDENTIFICATION HAS CHANGED|^(?:[\w-]{1,30} host|Host) key for \S+ has changed\b/m,
    describe: (_match, { local }) => ({
      reason: 'host-key-changed',
      title: "The server's host key has changed",
      meaning:
        'Nothing was sent. The server has a new key, or somebody is between you and it. Compare the fingerprint with the one that the server publishes; only then let ssh forget the old key and push again.',
      fixes: [...changedHost(local), { kind: 'show-output' }],
    }),
  },
  {
    within: 'local',
    pattern: /^Host key verification failed|host key is known for \[?([^\]\s]+)\]?/m,
    describe: ([, name]) => ({
      reason: 'host-key',
      title: "The server's host key is not known",
      meaning:
        'Nothing was sent: ssh has never met this server, and nobody said to trust it. Try again and compare the fingerprint with the one that the server publishes. If ssh does not ask, StrictHostKeyChecking is set in its configuration: add the key to known_hosts yourself.',
      fixes: [{ kind: 'trust-host-key', ...host(name) }],
    }),
  },
  {
    within: 'local',
    pattern:
      /connect to host (\S+) port (\d+): (?:Connection refused|Connection timed out|Operation timed out|No route to host|Network is unreachable)/,
    describe: ([, name, port]) => ({
      reason: 'port-closed',
      title: `Port ${port ?? ''} of ${name ?? 'the server'} cannot be reached`,
      meaning: 'Many networks block it. HTTPS works where the port is closed.',
      fixes: [
        { kind: 'switch-to-https', ...host(name), ...(port ? { port: Number(port) } : {}) },
        { kind: 'check-network', ...host(name) },
      ],
    }),
  },
  {
    within: 'local',
    pattern: /Could not resolve host(?:name)?:? (\S+?)(?::|$)/m,
    describe: ([, name]) => ({
      reason: 'unknown-host',
      title: `There is no server ${name ?? ''}`,
      meaning: 'The name is mistyped in .gitreview or the remote, or there is no network.',
      fixes: [{ kind: 'check-network', ...host(name) }, { kind: 'configure-remote' }],
    }),
  },
  {
    within: 'local',
    pattern:
      /(?:^|\s)fatal: [Pp]roject (\S+) not found|requested URL returned error: 40[34]|repository '[^'\n]*' not found/m,
    describe: ([, project]) => ({
      reason: 'no-such-project',
      title: `The server has no project ${project ?? 'of this name'}`,
      meaning: 'The name in the address of the remote is wrong, the project was renamed, or you may not see it.',
      fixes: [{ kind: 'choose-project', ...(project ? { project } : {}) }],
    }),
  },
  {
    within: 'local',
    pattern: /Authentication failed for '([^'\n]*)'|could not read (?:Username|Password) for '([^'\n]*)'/,
    describe: ([, failed, asked]) => {
      const url = withoutSecret(failed ?? asked ?? '');
      return {
        reason: 'http-sign-in',
        title: 'Gerrit did not let you in',
        meaning:
          'The HTTP password is missing, wrong or was withdrawn. It is made in the Gerrit settings and is not that of your single sign-on.',
        fixes: [{ kind: 'sign-in', ...(url ? { url } : {}) }],
      };
    },
  },
  {
    within: 'local',
    pattern:
      /unable to access '([^'\n]*)': (?:Failed to connect|Connection timed out|Could not connect|SSL|OpenSSL|gnutls)/i,
    describe: ([, url = '']) => ({
      reason: 'no-connection',
      title: 'The server cannot be reached',
      meaning: 'It is down, a proxy is in the way, or it does not speak HTTPS at this port.',
      fixes: [{ kind: 'check-network', ...host(/^https?:\/\/(?:[^@/]*@)?([^/:]+)/.exec(url)?.[1]) }],
    }),
  },
  plain(
    'local',
    /does not appear to be a git repository|No such remote|No configured push destination/,
    'no-remote',
    'There is no such remote',
    'The Gerrit remote is missing or its address is wrong.',
    { kind: 'configure-remote' },
  ),
  plain(
    'local',
    /^fatal: invalid refspec/m,
    'bad-ref',
    'git cannot push to this name',
    'The branch, topic or another option has a character that names of refs cannot have, such as a space.',
    { kind: 'drop-option' },
  ),
  plain(
    'local',
    /remote end hung up|unexpected disconnect|early EOF|Broken pipe|Connection reset|Connection to \S{1,255} closed|RPC failed|client_loop:|Timeout, server|Recv failure: (?:Operation|Connection) timed out/i,
    'connection-lost',
    'The connection ended before the answer',
    'Whether the change was made is not known. Ask the server before pushing again.',
    { kind: 'ask-server' },
  ),
  plain(
    'local',
    /^fatal: Could not read from remote repository\./m,
    'not-connected',
    'git did not get through to the server',
    'ssh does not say why: the server is away, or closed the connection before anything was sent. Push again; if it fails again, ask ssh with -v.',
    { kind: 'push-again' },
    { kind: 'show-output' },
  ),
];

/** The address without user and password. */
const withoutSecret = (url: string): string => url.replace(/^(\w+:\/\/)[^@/]*@/, '$1');
