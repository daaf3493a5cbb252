import { Unexpected } from './coberturaLines';
import { readCoberturaByReference } from './coberturaReference';
import { scanCobertura } from './coberturaScan';
import type { ReadReport } from './readReport';
import { ReportError, tooLarge } from './reportError';

const MEGABYTE = 1024 * 1024;

/** Bounds on what is read. Reports of nova and of openstacksdk are 4 to 10 MB. */
export interface CoberturaLimits {
  readonly bytes: number;
  /** For reports that only the reference can read: it needs about fifty times the memory of the text. */
  readonly referenceBytes: number;
  readonly files: number;
}

const LIMITS: CoberturaLimits = { bytes: 256 * MEGABYTE, referenceBytes: 16 * MEGABYTE, files: 200_000 };

/** How far into a report its root element may start, and how much may follow its end: comments and spaces. */
const MARGIN = 16 * 1024;
/** Blanks, processing instructions and comments, then the start of an element. */
const START = /^(?:\xef\xbb\xbf)?(?:\s+|<\?[^]*?\?>|<!--[^]*?-->)*(<[^\s>/]*)?/;
const END = /^\s*>\s*(?:<!--(?:(?!--)[^])*-->\s*)*$/;

/**
 * Reads a Cobertura report.
 * @param bytes the whole file
 * @throws ReportError `truncated`, `malformed`, `not-a-report`, `unsupported`, `too-large`
 */
export function readCobertura(bytes: Buffer, limits: CoberturaLimits = LIMITS): ReadReport {
  if (bytes.length > limits.bytes) throw tooLarge(limits.bytes);
  checkEncoding(bytes);
  checkStart(bytes);
  checkEnd(bytes);
  try {
    return scanCobertura(bytes, limits.files);
  } catch (error) {
    if (!(error instanceof Unexpected)) throw error;
  }
  if (bytes.length > limits.referenceBytes) {
    throw tooLarge(limits.referenceBytes, ' and is not in the form that coverage.py writes');
  }
  checkSingle(bytes);
  return readCoberturaByReference(bytes.toString('utf8'), limits.files);
}

function checkEncoding(bytes: Buffer): void {
  const declared = /^<\?xml[^>]*\sencoding\s*=\s*["']([^"']*)/.exec(bytes.toString('latin1', 0, 200))?.[1];
  if (bytes.subarray(0, 4).includes(0) || (declared !== undefined && !/^(?:utf-?8|us-ascii|ascii)$/i.test(declared))) {
    throw new ReportError('unsupported', `is encoded in ${declared ?? 'UTF-16'}, and only UTF-8 is read`);
  }
}

/** Checks that a `<coverage>` element starts and that no DTD can change what stands in it. */
function checkStart(bytes: Buffer): void {
  const [start, element = ''] = START.exec(bytes.toString('latin1', 0, MARGIN)) ?? [''];
  if (element === '<coverage') return;
  if (element.toUpperCase().startsWith('<!DOCTYPE')) {
    throw new ReportError('unsupported', 'starts with a DOCTYPE, and reports with a DTD are not read');
  }
  const unfinished = /^<(?:\?|!--)/.test(element)
    ? bytes.length < MARGIN
    : start.length === bytes.length && ['<coverage', '<!--', '<!DOCTYPE'].some((text) => text.startsWith(element));
  if (unfinished) throw new ReportError('truncated', 'ends before its first element');
  throw new ReportError('not-a-report', 'is not a Cobertura report, whose first element is <coverage>');
}

/** Tells a report that is cut off from one that is broken. */
function checkEnd(bytes: Buffer): void {
  const tail = bytes.subarray(-MARGIN);
  const end = tail.indexOf('</coverage');
  if (end >= 0 && tail.includes('>', end)) return;
  throw new ReportError('truncated', 'ends in the middle: the run that writes it was stopped or has not finished');
}

/** Sees to it that nothing follows the root element, where xml2js no longer looks. */
function checkSingle(bytes: Buffer): void {
  const after = bytes.indexOf('</coverage') + '</coverage'.length;
  if (bytes.length - after > MARGIN || !END.test(bytes.toString('latin1', after))) {
    throw new ReportError('malformed', 'goes on after its end, as if two reports had been written into one file');
  }
}
