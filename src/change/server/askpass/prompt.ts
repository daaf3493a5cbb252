/** What git or ssh wants to know, told by the words they ask with. */
export type Prompt =
  /** @field origin scheme, host and port, such as `https://review.opendev.org` */
  | { readonly kind: 'username'; readonly origin: string }
  | { readonly kind: 'password'; readonly origin: string; readonly user?: string }
  | { readonly kind: 'passphrase'; readonly key: string }
  /** ssh meets a server for the first time. */
  | { readonly kind: 'host-key'; readonly host: string; readonly fingerprint: string }
  | { readonly kind: 'other'; readonly text: string };

const LONGEST = 2000;

/** git: credential.c (`credential_ask_one`); OpenSSH: sshconnect.c and sshconnect2.c. Any text is accepted. */
export function readPrompt(given: string): Prompt {
  const text = given.slice(0, LONGEST);
  const [, asked, address = ''] = /^(Username|Password) for '(\S+)': ?$/.exec(text) ?? [];
  if (asked && URL.canParse(address)) {
    const { protocol, host, username } = new URL(address);
    const origin = `${protocol}//${host}`;
    if (asked === 'Username') return { kind: 'username', origin };
    return { kind: 'password', origin, ...(username ? { user: decodeURIComponent(username) } : {}) };
  }
  const key = /^Enter passphrase for (?:key )?'?(.+?)'?: ?$/.exec(text)?.[1];
  if (key) return { kind: 'passphrase', key };
  const host = /^The authenticity of host '([^']+)' can't be established/.exec(text)?.[1];
  const fingerprint = /\b(\S+ key fingerprint is \S+?)\.?$/m.exec(text)?.[1];
  if (host && fingerprint) return { kind: 'host-key', host, fingerprint };
  return { kind: 'other', text };
}
