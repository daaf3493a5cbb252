import { NAME } from './names';

/** The header of a class (its keyword is the first group) or function, with its name. */
export const HEADER = new RegExp(`(?:(class)|(?:async[ \\t]+)?def)[ \\t]+(${NAME})`, 'uy');

/** A few decorators at most, so that a text full of them is not read over and over. */
const DEFINITION = new RegExp(`(?:[ \\t\\f]*@[^\\r\\n]*(?:\\r\\n?|\\n)){0,8}[ \\t\\f]*${HEADER.source}`, 'uy');

/**
 * Whether the line at an offset begins a definition, with or without decorators. Inside brackets no line can: there it
 * proves that a bracket above is still to be closed.
 */
export function isDefinition(text: string, lineStart: number): boolean {
  let at = lineStart;
  while (isBlank(text.charCodeAt(at))) at++;
  if (!'acd@'.includes(text.charAt(at))) return false; // async, class, def, a decorator
  DEFINITION.lastIndex = at;
  return DEFINITION.test(text);
}

/** Whether a character may stand before and between the tokens of a line. */
export function isBlank(code: number): boolean {
  return code === 32 || code === 9 || code === 12;
}
