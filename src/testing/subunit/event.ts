/** What a subunit stream says of a test. `exists` is enumeration, `inprogress` the start, the rest are ends. */
export type TestStatus = 'exists' | 'inprogress' | 'success' | 'uxsuccess' | 'skip' | 'fail' | 'xfail';

/**
 * One packet of subunit v2, or what the same news would have been in v2 when it came as v1 text.
 * Absent fields are `undefined`, so that all events have one shape: a stream of nova's tests has 100,000 of them.
 */
export interface StatusEvent {
  readonly kind: 'status';
  readonly id: string | undefined;
  readonly status: TestStatus | undefined;
  readonly tags: readonly string[];
  /** False for what is not a test, such as a fixture of the whole run. */
  readonly runnable: boolean;
  /** A piece of an attachment: pieces of one name follow each other until `eof`. */
  readonly file: FilePiece | undefined;
  readonly eof: boolean;
  readonly mime: string | undefined;
  /** Which worker it came from: stestr numbers them `0`, `1`, ... */
  readonly route: string | undefined;
  /** Microseconds since the epoch, UTC: an integer, exact in a number until the year 2255. */
  readonly micros: number | undefined;
}

export interface FilePiece {
  readonly name: string;
  /** A view of the chunk that was pushed: copy what is kept. */
  readonly bytes: Uint8Array;
}

/** What a test or the runner printed between the packets; cut at any place. */
interface TextEvent {
  readonly kind: 'text';
  readonly bytes: Uint8Array;
}

/** Why bytes that began like subunit are none. Nothing in them was believed. */
export type DamageReason = 'length' | 'truncated' | 'checksum' | 'version' | 'malformed';

export interface DamageEvent {
  readonly kind: 'damage';
  readonly reason: DamageReason;
  readonly message: string;
  readonly bytes: Uint8Array;
}

export type SubunitEvent = StatusEvent | TextEvent | DamageEvent;

/** A decoder of either version. However the stream is cut into chunks, the events are the same; text may be cut. */
export interface SubunitDecoder {
  push(chunk: Uint8Array): SubunitEvent[];
  /** The stream is over: what is left unfinished is damage. */
  end(): SubunitEvent[];
}

/** stestr tags with `worker-N` and routes by `N`; a stored run has the tag only. */
export function workerOf(event: StatusEvent): number | undefined {
  const tag = event.tags.map((each) => /^worker-(\d+)$/.exec(each)?.[1]).find((each) => each !== undefined);
  const number = tag ?? (event.route !== undefined && /^\d+$/.test(event.route) ? event.route : undefined);
  return number === undefined ? undefined : Number(number);
}
