import { plain, type RejectionText } from './text';

/** All of these end the push before git has sent anything. */
const NOT_SENT = 'Nothing was sent.';

const hostOf = (url: string | undefined): string =>
  /^https?:\/\/(?:[^@/\s]*@)?(\[[^\]\s]*\]|[^/:\s]+)/.exec(url ?? '')?.[1] ?? 'the server';

/** An answer of the catalogue that curl gives while git reads the list of refs. */
function atAccess(
  says: RegExp,
  reason: string,
  describe: (host: string, match: RegExpExecArray) => readonly [title: string, meaning: string],
  ...fixes: ReturnType<RejectionText['describe']>['fixes']
): RejectionText {
  return {
    within: 'local',
    pattern: new RegExp(`unable to access '(?<url>[^'\\n]*)': [^\\n]*(?:${says.source})`),
    describe: (match) => {
      const [title, meaning] = describe(hostOf(match.groups?.url), match);
      return { reason, title, meaning: `${NOT_SENT} ${meaning}`, fixes };
    },
  };
}

/**
 * What git and curl say where another program answers in place of Gerrit, or a proxy or certificate is in the way. Texts
 * are those of git 2.39 with curl 7.88 over GnuTLS, and those that curl has for OpenSSL, Schannel and older proxies
 * (lib/http_proxy.c, lib/vtls/).
 */
export const NETWORK_TEXTS: readonly RejectionText[] = [
  plain(
    'local',
    /no DAV locking support on |^fatal: git-http-push failed|unable to update url base from redirection|info\/refs not valid: is this a git repository|requested URL returned error: 511/m,
    'web-page',
    'A web page answered in place of Gerrit',
    `${NOT_SENT} A network or proxy that asks for a sign-in answers like this; so does a wrong address of the remote. Open the server in a browser, sign in where it asks, then push again.`,
    { kind: 'open-project-page' },
    { kind: 'push-again' },
  ),
  atAccess(
    /Maximum \(\d+\) redirects followed/,
    'redirect-loop',
    (host) => [
      `${host} redirects in a circle`,
      'The address of the remote is wrong, or the network asks for a sign-in first. Open the server in a browser to see which.',
    ],
    { kind: 'open-project-page' },
    { kind: 'push-again' },
  ),
  plain(
    'local',
    /^fatal: (?:protocol error|invalid server response)|Received HTTP\/0\.9 when not allowed/m,
    'not-git',
    'The answer is not that of a git server',
    'Something else answers at this address, such as a jump host with a greeting, a shell that prints when it starts, or a proxy. Check address and port of the remote.',
    { kind: 'show-output' },
    { kind: 'push-again' },
  ),
  atAccess(
    /(?:response|HTTP code|returned error:) 407/,
    'proxy-sign-in',
    () => [
      'The proxy asks you to sign in',
      'Name yourself in the address of the proxy, as in git config http.proxy http://NAME@proxy.example.org:3128; git then asks for the password.',
    ],
    { kind: 'push-again' },
  ),
  atAccess(
    /Could not resolve proxy|Proxy CONNECT aborted|CONNECT tunnel failed, response \d+|HTTP code \d+ from proxy/,
    'proxy-failed',
    (host) => [
      `The proxy did not connect to ${host}`,
      'It refuses this server, wants a sign-in, or is out of order. The proxy is the one of git config http.proxy, else of HTTPS_PROXY or ALL_PROXY.',
    ],
    { kind: 'check-network' },
  ),
  atAccess(
    /Empty reply from server/,
    'no-answer',
    (host) => [
      `${host} closed the connection without an answer`,
      'It is being restarted, a firewall is in the way, or the port is not one for HTTP. Wait a little, then push again.',
    ],
    { kind: 'push-again' },
  ),
  atAccess(
    /certificate subject name|does not match target host ?name|SEC_E_WRONG_PRINCIPAL/,
    'certificate-name',
    (host) => [
      `The certificate is not that of ${host}`,
      'The remote has another name for the server than its certificate, or somebody is between you and it. Use the name of the certificate; do not switch the check off.',
    ],
    { kind: 'show-output' },
    { kind: 'check-network' },
  ),
  atAccess(
    /certificate has expired|certificate is not yet valid|SEC_E_CERT_EXPIRED/,
    'certificate-expired',
    (host) => [
      `The certificate of ${host} is out of date`,
      'Check the clock of this machine. If it is right, those who run the server have to renew the certificate.',
    ],
    { kind: 'check-network' },
  ),
  atAccess(
    /server certificate verification failed|SSL certificate problem|SEC_E_UNTRUSTED_ROOT|CERT_TRUST_IS_UNTRUSTED_ROOT/,
    'certificate-untrusted',
    (host) => [
      `git does not trust the certificate of ${host}`,
      'It is out of date, signed by itself or by an authority that git does not know, or somebody is between you and the server. If the authority is that of your organisation, name its file: git config http.sslCAInfo FILE.',
    ],
    { kind: 'show-output' },
    { kind: 'check-network' },
  ),
  {
    within: 'local',
    pattern: /cannot run ([^\n]+): No such file or directory\nfatal: (?:unable to fork|ssh variant)/,
    describe: ([, program = 'ssh']) => ({
      reason: 'no-ssh',
      title: `The program ${program} was not found`,
      meaning: `${NOT_SENT} git starts it to reach the server. Install it, or correct GIT_SSH, GIT_SSH_COMMAND or core.sshCommand.`,
      fixes: [{ kind: 'show-output' }, { kind: 'push-again' }],
    }),
  },
  plain(
    'local',
    /ssh variant '\w+' does not support/,
    'ssh-variant',
    'git does not know which options your ssh takes',
    `${NOT_SENT} The program of GIT_SSH, GIT_SSH_COMMAND or core.sshCommand is not one that git knows. If it takes the options of OpenSSH, set git config ssh.variant ssh.`,
    { kind: 'show-output' },
    { kind: 'push-again' },
  ),
];
