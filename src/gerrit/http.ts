/** One request to a Gerrit server: time, size, redirects and credentials are kept in bounds here. */
import { hasCode, messageOf } from '../base/errors';
import { GerritError, type GerritReason } from './errors';

export interface Credentials {
  readonly username: string;
  /** The HTTP password or token of the account, not that of a single sign-on. */
  readonly password: string;
}

export interface HttpRequest {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Sent as JSON; a request without one sends no content type, which Gerrit would refuse. */
  readonly body?: unknown;
  readonly credentials?: Credentials | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number;
  readonly maxBytes?: number;
}

const TIMEOUT_MS = 15_000;
/** The largest answers, 100 changes with all details, have some 2 MB. */
const MAX_BYTES = 16 * 1024 * 1024;
const MAX_REDIRECTS = 3;
/** What an error may say; a page of HTML is no sentence for a person. */
const MAX_ERROR_TEXT = 300;

/**
 * The body of a successful answer, as bytes.
 * @throws GerritError whose reason tells what to do
 */
export async function request(url: URL, options: HttpRequest = {}): Promise<Buffer> {
  const timeout = AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS);
  const signal = options.signal ? AbortSignal.any([options.signal, timeout]) : timeout;
  try {
    const answer = await follow(url, options, signal);
    const body = await bodyOf(answer, options.maxBytes ?? MAX_BYTES);
    if (!answer.ok) throw refusal(answer, body.toString('utf8'), url.host);
    return body;
  } catch (error) {
    if (error instanceof GerritError) throw error;
    if (options.signal?.aborted) throw new GerritError('cancelled', 'The request was cancelled.', { cause: error });
    if (timeout.aborted) throw new GerritError('timeout', `${url.host} did not answer in time.`, { cause: error });
    throw new GerritError('offline', `${url.host} cannot be reached: ${causeOf(error)}.`, { cause: error });
  }
}

/**
 * The JSON of an answer. Gerrit puts `)]}'` before it, so that no page can load it as a script.
 * @throws GerritError as `request`, `nonsense` when it is no JSON
 */
export async function requestJson(url: URL, options: HttpRequest = {}): Promise<unknown> {
  const text = (await request(url, options)).toString('utf8').trimStart();
  const json = text.startsWith(")]}'") ? text.slice(4).trim() : undefined;
  if (json === undefined && text !== '') throw nonsense(url);
  try {
    return json ? (JSON.parse(json) as unknown) : undefined;
  } catch (error) {
    throw nonsense(url, error);
  }
}

export const nonsense = (url: URL, cause?: unknown): GerritError =>
  new GerritError(
    'nonsense',
    `${url.host} gave an answer that is not Gerrit's. Is something between, such as a proxy that asks for a sign-in?`,
    { cause },
  );

/** Redirects are followed by hand: only for reading, and only within the server, so that no other host sees anything. */
async function follow(start: URL, options: HttpRequest, signal: AbortSignal): Promise<Response> {
  const { method = 'GET', body, credentials } = options;
  const headers: Record<string, string> = { accept: 'application/json' };
  if (body !== undefined) headers['content-type'] = 'application/json; charset=UTF-8';
  if (credentials) headers.authorization = basic(credentials);
  let url = start;
  for (let hops = 0; ; hops++) {
    const answer = await fetch(url, {
      method,
      headers,
      signal,
      redirect: 'manual',
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const location = answer.headers.get('location');
    if (answer.status < 300 || answer.status >= 400 || location === null) return answer;
    await answer.body?.cancel();
    const next = new URL(location, url);
    const isWithin = next.origin === start.origin || (next.protocol === 'https:' && next.host === start.host);
    if (!isWithin || method !== 'GET' || hops >= MAX_REDIRECTS) {
      throw new GerritError('nonsense', `${start.host} sends us to ${next.host}, which is not followed.`);
    }
    url = next;
  }
}

const basic = ({ username, password }: Credentials): string =>
  `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;

async function bodyOf(answer: Response, maxBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = (answer.body as ReadableStream<Uint8Array> | null)?.getReader();
  for (;;) {
    const chunk = await reader?.read();
    if (!chunk || chunk.done) return Buffer.concat(chunks);
    size += chunk.value.length;
    if (size > maxBytes) {
      await reader?.cancel();
      throw new GerritError(
        'too-big',
        `The answer has more than ${Math.round(maxBytes / 1024 / 1024)} MB and was dropped.`,
      );
    }
    chunks.push(chunk.value);
  }
}

const REASONS: Readonly<Record<number, GerritReason>> = {
  400: 'bad-request',
  401: 'sign-in',
  403: 'forbidden',
  404: 'not-found',
  405: 'bad-request',
  409: 'conflict',
  412: 'conflict',
  422: 'bad-request',
  429: 'rate-limited',
};

function refusal(answer: Response, text: string, host: string): GerritError {
  const reason = REASONS[answer.status] ?? (answer.status >= 500 ? 'server-error' : 'nonsense');
  // OpenDev answers 503 with Retry-After when it is being restarted.
  const wait = retryAfter(answer.headers.get('retry-after')) ?? (answer.status === 429 ? UNTOLD_WAIT_S : undefined);
  const said = isSentence(answer, text) ? text.trim() : answer.statusText || `status ${answer.status}`;
  return new GerritError(reason, `${host}: ${sentence(said)}`, wait === undefined ? {} : { retryAfterSeconds: wait });
}

/** More may follow it on the same line. */
const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

/** How long a server is left alone that asks for it (429) and does not say how long. */
const UNTOLD_WAIT_S = 60;

/** Gerrit's own errors are plain text of one or a few lines. */
const isSentence = (answer: Response, text: string): boolean =>
  (answer.headers.get('content-type') ?? '').startsWith('text/plain') &&
  text.trim() !== '' &&
  text.length <= MAX_ERROR_TEXT;

/** Seconds, or a date (RFC 9110, 10.2.3); at most an hour. */
export function retryAfter(header: string | null, now = Date.now()): number | undefined {
  if (header === null) return undefined;
  const seconds = /^\d+$/.test(header.trim()) ? Number(header) : (Date.parse(header) - now) / 1000;
  return Number.isFinite(seconds) ? Math.min(3600, Math.max(0, Math.ceil(seconds))) : undefined;
}

/** Node's fetch hides why in `cause`: ECONNREFUSED, ENOTFOUND, a certificate. */
function causeOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  if (hasCode(cause, 'ENOTFOUND', 'EAI_AGAIN')) return 'its name is not found';
  if (hasCode(cause, 'ECONNREFUSED')) return 'it takes no connections';
  const text = messageOf(cause);
  return text === '' ? 'no connection' : text;
}
