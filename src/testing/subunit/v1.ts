import type { DamageReason, SubunitDecoder, SubunitEvent, TestStatus } from './event';
import { DamagedPacket } from './packet';
import { MultipartAttachments, SimpleAttachment, type V1AttachmentReader } from './v1Attachments';

type Outcome = Exclude<TestStatus, 'exists' | 'inprogress'>;

const OUTCOMES: Readonly<Record<string, Outcome>> = {
  success: 'success',
  successful: 'success',
  failure: 'fail',
  error: 'fail',
  skip: 'skip',
  xfail: 'xfail',
  uxsuccess: 'uxsuccess',
};

interface RunningTest {
  readonly id: string;
  outcome?: { readonly status: Outcome; readonly reader: V1AttachmentReader };
}

const NEWLINE = 0x0a;
const WORD_BYTES = 32;

/**
 * Decodes subunit v1 text, the form of the files `N` and `failing` in `.stestr` and `.testrepository`, into the events
 * that `stestr last --subunit` would send (python-subunit's `TestProtocolServer` and testtools'
 * `ExtendedToStreamDecorator`). v1 has no checksums: after damage within an outcome nothing more is believed, because
 * the lines of an attachment could pass for outcomes.
 */
export class SubunitV1Decoder implements SubunitDecoder {
  private held: Buffer[] = [];
  private events: SubunitEvent[] = [];
  private test: RunningTest | undefined;
  private micros: number | undefined;
  /** Tags of the run, and those set while a test ran, which end with it. */
  private runTags = new Set<string>();
  private testTags: Set<string> | undefined;
  private lost = false;

  push(chunk: Uint8Array): SubunitEvent[] {
    if (!this.lost) {
      this.read(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    }
    return this.taken();
  }

  end(): SubunitEvent[] {
    const rest = Buffer.concat(this.held);
    this.held = [];
    if (!this.lost && this.test) {
      this.damage('truncated', `The stream ended within the test ${this.test.id}.`, rest);
    } else if (!this.lost && rest.length > 0) {
      this.events.push({ kind: 'text', bytes: rest });
    }
    return this.taken();
  }

  private taken(): SubunitEvent[] {
    const events = this.events;
    this.events = [];
    return events;
  }

  private read(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length && !this.lost) {
      const reader = this.test?.outcome?.reader;
      if (reader && reader.contentBytes > 0) {
        const piece = chunk.subarray(at, at + reader.contentBytes);
        reader.content(piece);
        at += piece.length;
        continue;
      }
      const newline = chunk.indexOf(NEWLINE, at);
      const until = newline < 0 ? chunk.length : newline + 1;
      this.held.push(chunk.subarray(at, until));
      at = until;
      if (newline >= 0) {
        const line = this.held.length === 1 ? (this.held[0] ?? Buffer.alloc(0)) : Buffer.concat(this.held);
        this.held = [];
        this.line(line);
      }
    }
  }

  private line(line: Buffer): void {
    try {
      if (this.test?.outcome) {
        if (this.test.outcome.reader.line(line)) {
          this.finish(this.test.id, this.test.outcome.status, this.test.outcome.reader);
        }
      } else if (!this.directive(line)) {
        this.events.push({ kind: 'text', bytes: line });
      }
    } catch (error) {
      if (!(error instanceof DamagedPacket)) {
        throw error;
      }
      this.damage(error.reason, error.message, line);
    }
  }

  /** Whether the line was one of the protocol, at the place where it may stand. */
  private directive(line: Buffer): boolean {
    const word = /^([a-z]+):?[ \t]/.exec(line.toString('latin1', 0, WORD_BYTES));
    if (!word?.[1]) {
      return false;
    }
    const rest = utf8(line.subarray(word[0].length, line.length - 1));
    switch (word[1]) {
      case 'time':
        this.micros = microsOf(rest);
        return true;
      case 'tags':
        this.changeTags(rest);
        return true;
      case 'progress':
        return true; // a forecast of how many tests come: nothing that happened
      case 'test':
      case 'testing':
        return this.start(rest);
      default: {
        const status = Object.hasOwn(OUTCOMES, word[1]) ? OUTCOMES[word[1]] : undefined;
        return status !== undefined && this.outcome(status, rest);
      }
    }
  }

  private start(id: string): boolean {
    if (this.test) {
      return false;
    }
    this.test = { id };
    this.testTags = new Set(this.runTags);
    this.status(id, 'inprogress', []);
    return true;
  }

  private outcome(status: Outcome, rest: string): boolean {
    const test = this.test;
    if (!test) {
      return false;
    }
    if (rest === test.id) {
      this.finish(test.id, status, undefined);
    } else if (rest === `${test.id} [`) {
      test.outcome = { status, reader: simpleAttachment(status) };
    } else if (rest === `${test.id} [ multipart`) {
      test.outcome = { status, reader: new MultipartAttachments() };
    } else {
      return false;
    }
    return true;
  }

  private finish(id: string, status: Outcome, reader: V1AttachmentReader | undefined): void {
    for (const { name, mime, bytes } of reader?.attachments ?? []) {
      this.events.push({
        kind: 'status',
        id,
        status: undefined,
        tags: [],
        runnable: true,
        file: { name, bytes },
        eof: true,
        mime,
        route: undefined,
        micros: this.micros,
      });
    }
    this.status(id, status, [...(this.testTags ?? this.runTags)]);
    this.test = undefined;
    this.testTags = undefined;
  }

  private status(id: string, status: TestStatus, tags: readonly string[]): void {
    this.events.push({
      kind: 'status',
      id,
      status,
      tags,
      runnable: true,
      file: undefined,
      eof: false,
      mime: undefined,
      route: undefined,
      micros: this.micros,
    });
  }

  /** `tags: new -gone` */
  private changeTags(words: string): void {
    const tags = this.testTags ?? this.runTags;
    for (const word of words.split(/\s+/).filter((each) => each !== '')) {
      if (word.startsWith('-')) {
        tags.delete(word.slice(1));
      } else {
        tags.add(word);
      }
    }
  }

  private damage(reason: DamageReason, message: string, bytes: Uint8Array): void {
    this.lost = true;
    this.events.push({ kind: 'damage', reason, message, bytes });
  }
}

/** The name and type that python-subunit gives to the text of the simple form. */
function simpleAttachment(status: Outcome): SimpleAttachment {
  switch (status) {
    case 'skip':
      return new SimpleAttachment('reason', 'text/plain');
    case 'success':
      return new SimpleAttachment('message', 'text/plain');
    default:
      return new SimpleAttachment('traceback', 'text/x-traceback; charset="utf8"');
  }
}

function utf8(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  if (text.includes('\uFFFD') && !Buffer.from(text, 'utf8').equals(bytes)) {
    throw new DamagedPacket('malformed', 'A line of the protocol is not UTF-8.');
  }
  return text;
}

/** `2026-11-22 16:44:17.304681Z` in microseconds since the epoch; the zone is always UTC. */
function microsOf(text: string): number {
  const parts = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?(?:Z|\+00:?00)$/.exec(text);
  const millis = parts ? Date.parse(`${parts[1]}T${parts[2]}Z`) : Number.NaN;
  if (Number.isNaN(millis)) {
    throw new DamagedPacket('malformed', `Not a time: ${text}`);
  }
  return millis * 1000 + Number((parts?.[3] ?? '0').padEnd(6, '0'));
}
