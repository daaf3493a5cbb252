import type { ReviewTarget } from '../target';

/**
 * Address of the pages and REST API of the server that a push goes to, with a slash at its end: what `.gitreview` says of
 * it, else what the address of the remote tells; over SSH pages are on HTTPS of the same host, as on OpenDev.
 * Undefined where neither names a host.
 */
export function pagesOf({ host, url, scheme }: Pick<ReviewTarget, 'host' | 'url' | 'scheme'>, review?: { readonly host: string; readonly pages: string }): string | undefined {
  if (review && (host === undefined || host === review.host)) return review.pages;
  if (host === undefined) return undefined;
  return scheme === 'ssh' ? `https://${host}/` : `${new URL(url).origin}/`;
}
