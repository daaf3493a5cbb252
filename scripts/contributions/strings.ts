/**
 * Which strings an expression of the source can be, as far as that is written down: literals, constants, template
 * literals, literal types, and parameters, whose values stand where the function is called. So an id is found behind
 * any helper of ours, whatever that is called.
 */
import ts from 'typescript';

export class Strings {
  private readonly checker: ts.TypeChecker;
  /** Where a function is called, by its declaration. */
  private readonly calls = new Map<ts.Node, (ts.CallExpression | ts.NewExpression)[]>();

  constructor(program: ts.Program, files: readonly ts.SourceFile[]) {
    this.checker = program.getTypeChecker();
    for (const file of files) {
      forEachNode(file, (node) => {
        if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
          const declaration = this.checker.getResolvedSignature(node)?.declaration;
          if (declaration !== undefined) {
            this.calls.set(declaration, [...(this.calls.get(declaration) ?? []), node]);
          }
        }
      });
    }
  }

  /** All values that the expression can have; undefined when they are not written down. */
  valuesOf(expression: ts.Expression | undefined, seen: ReadonlySet<ts.Node> = new Set()): string[] | undefined {
    if (expression === undefined || seen.has(expression)) {
      return undefined;
    }
    const known = new Set(seen).add(expression);
    if (ts.isStringLiteralLike(expression)) {
      return [expression.text];
    }
    if (
      ts.isParenthesizedExpression(expression) ||
      ts.isAsExpression(expression) ||
      ts.isSatisfiesExpression(expression)
    ) {
      return this.valuesOf(expression.expression, known);
    }
    if (ts.isConditionalExpression(expression)) {
      return union([this.valuesOf(expression.whenTrue, known), this.valuesOf(expression.whenFalse, known)]);
    }
    if (ts.isTemplateExpression(expression)) {
      return expression.templateSpans.reduce<string[] | undefined>(
        (before, span) => {
          const values = this.valuesOf(span.expression, known);
          return before && values?.flatMap((value) => before.map((text) => text + value + span.literal.text));
        },
        [expression.head.text],
      );
    }
    return (
      (ts.isIdentifier(expression) ? this.valuesOfName(expression, known) : undefined) ?? this.literalTypes(expression)
    );
  }

  private valuesOfName(name: ts.Identifier, seen: ReadonlySet<ts.Node>): string[] | undefined {
    const declaration = this.declarationOf(name);
    if (declaration === undefined) {
      return undefined;
    }
    if (ts.isVariableDeclaration(declaration)) {
      return this.valuesOf(declaration.initializer, seen);
    }
    if (!ts.isParameter(declaration)) {
      return undefined;
    }
    const index = declaration.parent.parameters.indexOf(declaration);
    const calls = this.calls.get(declaration.parent) ?? [];
    return calls.length === 0
      ? undefined
      : union(calls.map((call) => this.valuesOf(call.arguments?.[index] ?? declaration.initializer, seen)));
  }

  /** The declaration that a name leads to, through imports. */
  declarationOf(name: ts.Node): ts.Declaration | undefined {
    const symbol = this.checker.getSymbolAtLocation(name);
    const target = symbol && symbol.flags & ts.SymbolFlags.Alias ? this.checker.getAliasedSymbol(symbol) : symbol;
    return target?.valueDeclaration;
  }

  /** What the type says, where it names each value. A type parameter says nothing: a caller does. */
  private literalTypes(expression: ts.Expression): string[] | undefined {
    const type = this.checker.getTypeAtLocation(expression);
    const members = type.isUnion() ? type.types : [type];
    const values = members.map((member) => (member.isStringLiteral() ? [member.value] : undefined));
    return union(values);
  }
}

export function forEachNode(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  ts.forEachChild(node, (child) => forEachNode(child, visit));
}

function union(values: readonly (string[] | undefined)[]): string[] | undefined {
  return values.every((value) => value !== undefined) ? [...new Set(values.flat())] : undefined;
}
