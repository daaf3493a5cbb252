import { insertTrailer, newChangeId } from './changeId';
import { footersOf, gerritFooters } from './footers';
import { type ParseOptions, parseMessage } from './message';
import { removeLines } from './moveTrailers';
import { applyEdits, replaceColumns } from './textEdit';

/** The message with these trailers in its block, before Change-Id and sign-offs; what it has already is not repeated. */
export function addTrailers(text: string, trailers: readonly string[], options: ParseOptions = {}): string {
  return trailers.reduce((now, trailer) => {
    const message = parseMessage(now, options);
    if (message.kept.some((line) => line.text === trailer)) {
      return now;
    }
    const last = message.trailers.find(({ key }) => /^(change-id|signed-off-by)$/i.test(key));
    return applyEdits(now, [insertTrailer(message, trailer, last?.first)]);
  }, text);
}

/** The message without the lines of its trailer block that are exactly this one. */
export function removeTrailer(text: string, trailer: string, options: ParseOptions = {}): string {
  const message = parseMessage(text, options);
  const lines = message.trailers.filter(({ first, last }) => first === last && message.lines[first] === trailer);
  return applyEdits(
    text,
    removeLines(
      message,
      lines.map(({ first }) => first),
    ),
  );
}

/** The Change-Id as Gerrit finds it. */
export function changeIdOf(text: string, options: ParseOptions = {}): string | undefined {
  return footersOf(gerritFooters(parseMessage(text, options).kept), 'Change-Id')
    .at(-1)
    ?.value.trim();
}

/** The message with another Change-Id in the place of its own; as it is when it has none. */
export function renewChangeId(text: string, options: ParseOptions = {}, id = newChangeId()): string {
  const message = parseMessage(text, options);
  const edits = footersOf(gerritFooters(message.kept), 'Change-Id').map(({ line }) =>
    replaceColumns(line, 0, message.lines[line]?.length ?? 0, `Change-Id: ${id}`),
  );
  return applyEdits(text, edits);
}
