/** The library that reads YAML, in a file of ours: loaded later by itself, CommonJS would come without its names. */
export { Composer, isMap, isScalar, Lexer, LineCounter, Parser, visit } from 'yaml';
