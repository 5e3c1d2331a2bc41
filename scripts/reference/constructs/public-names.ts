import ts from 'typescript';

/** What `constructs/index.ts` exports, by name, each as it is declared. */
export class PublicNames {
  readonly #symbols: ReadonlyMap<string, ts.Symbol>;
  readonly #checker: ts.TypeChecker;

  constructor(program: ts.Program, entry: string) {
    this.#checker = program.getTypeChecker();
    const source = program.getSourceFile(entry);
    const module = source && this.#checker.getSymbolAtLocation(source);
    if (!module) throw new Error(`${entry} is no module`);
    const exported = this.#checker.getExportsOfModule(module);
    this.#symbols = new Map(exported.map((symbol) => [symbol.name, this.#resolve(symbol)]));
  }

  get all(): readonly string[] {
    return [...this.#symbols.keys()];
  }

  /** The declaration behind a name. Throws where nothing public has it. */
  declaration(name: string): ts.Declaration {
    const [declaration] = this.#symbols.get(name)?.declarations ?? [];
    if (!declaration) throw new Error(`nothing public is named '${name}'`);
    return declaration;
  }

  /** The words of its doc comment; of what a class implements, those of the interface. */
  textOf(node: ts.Declaration): string {
    return ts.displayPartsToString(this.#symbolOf(node)?.getDocumentationComment(this.#checker));
  }

  /** A type as it is written, or where it is computed, what comes out. */
  typeTextOf(type: ts.TypeNode): string {
    if (!ts.isTypeOperatorNode(type)) return shorten(type.getText());
    return this.#checker.typeToString(this.#checker.getTypeFromTypeNode(type)).replaceAll('"', "'");
  }

  exampleOf(node: ts.Declaration): string | undefined {
    const tag = this.#symbolOf(node)
      ?.getJsDocTags(this.#checker)
      .find((each) => each.name === 'example');
    return tag && ts.displayPartsToString(tag.text);
  }

  #symbolOf(node: ts.Declaration): ts.Symbol | undefined {
    const name = ts.getNameOfDeclaration(node);
    return name && this.#checker.getSymbolAtLocation(name);
  }

  #resolve(symbol: ts.Symbol): ts.Symbol {
    return symbol.flags & ts.SymbolFlags.Alias ? this.#checker.getAliasedSymbol(symbol) : symbol;
  }
}

/** A type without what every field of ours is. */
export function shorten(type: string): string {
  return type.replace(/\breadonly /g, '');
}
