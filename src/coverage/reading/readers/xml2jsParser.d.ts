// @types/xml2js declares the whole package only.
declare module 'xml2js/lib/parser' {
  export { parseString } from 'xml2js';
}
