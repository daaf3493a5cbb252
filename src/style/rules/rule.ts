/** What a person reads about a rule. */
export interface Explanation {
  readonly code: string;
  /** One line. */
  readonly title: string;
  /** Markdown, for a hover or a document. Nothing of the project's own text in it is markup. */
  readonly markdown: string;
  /** Where it comes from: a file of the project, or a page of the tool's documentation. */
  readonly source: string;
}
