import type { GitReview } from '../project/gitreview';
import { GerritError } from './errors';

/** OpenDev's Gerrit. */
export const OPENDEV = 'https://review.opendev.org/';

/**
 * The address of a server's web pages and REST API, with a slash at its end. `.gitreview` names where git pushes to;
 * over SSH the pages are on HTTPS of the same host, which is so for OpenDev and by default.
 */
export function webUrlOf({ host, scheme, port }: Pick<GitReview, 'host' | 'scheme' | 'port'>): string {
  if (scheme === 'ssh') return `https://${host}/`;
  const usual = scheme === 'https' ? 443 : 80;
  return `${scheme}://${host}${port === usual ? '' : `:${port}`}/`;
}

/** @throws GerritError `bad-request` for what is no address of a server, or has credentials in it */
export function checkedWebUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '' || url.search || url.hash) {
    throw new GerritError('bad-request', `${JSON.stringify(text.slice(0, 80))} is not the address of a Gerrit server.`);
  }
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return url;
}

/** A change as a person names it. */
export interface ChangeRef {
  readonly number?: number;
  /** One for each branch and project that the change was proposed to. */
  readonly changeId?: string;
  readonly patchSet?: number;
  readonly project?: string;
  /** Host of the address it was named by. */
  readonly host?: string;
}

/**
 * Reads `996033`, `996033,3`, `I0123...`, `https://host/c/openstack/nova/+/996033/3`, `https://host/996033` and the old
 * `https://host/#/c/996033/3`. Undefined for anything else.
 */
export function readChangeRef(text: string): ChangeRef | undefined {
  const given = text.trim();
  if (/^I[0-9a-f]{40}$/.test(given)) return { changeId: given };
  const plain = /^(\d{1,9})(?:[,/](\d{1,5}))?$/.exec(given);
  if (plain) return refOf(plain[1], plain[2]);
  const url =
    /^https?:\/\/([^/\s@?#]+)\/(?:#\/)?(?:c\/(?:([\w./+-]+)\/\+\/)?)?(\d{1,9})(?:\/(\d{1,5}))?(?:[/?#].*)?$/.exec(
      given,
    );
  return url
    ? { ...refOf(url[3], url[4]), ...(url[2] ? { project: url[2] } : {}), host: (url[1] ?? '').toLowerCase() }
    : undefined;
}

const refOf = (number = '', patchSet?: string): ChangeRef => ({
  number: Number(number),
  ...(patchSet ? { patchSet: Number(patchSet) } : {}),
});
