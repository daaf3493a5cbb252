/** A program for Python that prints coverage.py's own answer on a data file: {file: {line: [contexts]}}. */
export const CONTEXTS_BY_LINE = `
import json, sys
import coverage
data = coverage.CoverageData(basename=sys.argv[1])
data.read()
print(json.dumps({f: data.contexts_by_lineno(f) for f in data.measured_files()}))
`;
