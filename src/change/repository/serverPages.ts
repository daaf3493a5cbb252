import { encryptedAddress, type ReviewTarget } from './target';

/**
 * Address of the pages and REST API of the server that a push goes to, with a slash at its end: what `.gitreview` says of
 * it, else what the address of the remote tells; over SSH pages are on HTTPS of the same host, as on OpenDev.
 * Undefined where neither names a host.
 */
export function pagesOf(
  { host, url, scheme }: Pick<ReviewTarget, 'host' | 'url' | 'scheme'>,
  review?: { readonly host: string; readonly pages: string },
): string | undefined {
  if (review && (host === undefined || host === review.host)) return securePages(review.pages, [url]);
  if (host === undefined) return undefined;
  return scheme === 'ssh' ? `https://${host}/` : `${new URL(url).origin}/`;
}

/**
 * The pages that `.gitreview` names, over https where an address of the person's leads to the same host over ssh or
 * https: `.gitreview` is a file of the project, and no change to it may send a password, or the commit-msg hook that is
 * downloaded and run, over an open wire.
 * @param urls of the person's remotes
 */
export function securePages(pages: string, urls: readonly string[]): string {
  const { protocol, hostname } = new URL(pages);
  const encrypted = protocol === 'http:' ? encryptedAddress(hostname, urls) : undefined;
  if (encrypted === undefined) return pages;
  return encrypted.startsWith('https:') ? `${new URL(encrypted).origin}/` : `https://${hostname}/`;
}
