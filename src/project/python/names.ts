/** Names in Python source: letters and digits of any script. */

/**
 * An identifier, for a regular expression with the flag `u`. Python reads names in their normalized form, so what looks
 * the same is the same: see `normalizedName`.
 * Source: "Names (identifiers and keywords)" in the Python Language Reference; `_` is a start there too.
 */
export const NAME = '[\\p{XID_Start}_]\\p{XID_Continue}*';

/** Identifiers with dots between them, for a regular expression with the flag `u`. */
export const DOTTED_NAME = `${NAME}(?:\\.${NAME})*`;

const IS_NAME = new RegExp(`^${NAME}$`, 'u');
const IS_DOTTED_NAME = new RegExp(`^${DOTTED_NAME}$`, 'u');

export function isName(text: string): boolean {
  return IS_NAME.test(text);
}

export function isDottedName(text: string): boolean {
  return IS_DOTTED_NAME.test(text);
}

/** A name as Python knows it, and as a runner prints it in an id: `ﬁ` is `fi`, and `o` with a combining mark is `ö`. */
export function normalizedName(name: string): string {
  return name.normalize('NFKC');
}
