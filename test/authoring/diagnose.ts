import { dirname } from 'node:path';
import ts from 'typescript';

/** One error of the compiler: the line it is on, the code it points at, and its message, most general part first. */
export interface Diagnosis {
  readonly line: number;
  readonly spot: string;
  readonly message: readonly string[];
}

/** What the compiler says of a file when nothing is expected of it: each `@ts-expect-error` is taken out. */
export function diagnose(file: string): readonly Diagnosis[] {
  const { options } = readConfig();
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile;
  host.getSourceFile = (name, target, ...rest) => {
    if (name !== file) return read.call(host, name, target, ...rest);
    const text = (host.readFile(name) ?? '').replaceAll('@ts-expect-error', 'expected:');
    return ts.createSourceFile(name, text, target);
  };
  const program = ts.createProgram([file], options, host);
  return program.getSemanticDiagnostics(program.getSourceFile(file)).map(toDiagnosis);
}

/** The compiler's options, as tsconfig.json has them. */
export function readConfig(): ts.ParsedCommandLine {
  const path = ts.findConfigFile('.', ts.sys.fileExists) ?? 'tsconfig.json';
  return ts.parseJsonConfigFileContent(ts.readConfigFile(path, ts.sys.readFile).config, ts.sys, dirname(path));
}

function toDiagnosis({ file, start = 0, length = 0, messageText }: ts.Diagnostic): Diagnosis {
  const text = file?.text ?? '';
  const line = (file?.getLineAndCharacterOfPosition(start).line ?? 0) + 1;
  return { line, spot: text.slice(start, start + length), message: flatten(messageText) };
}

function flatten(message: string | ts.DiagnosticMessageChain): string[] {
  if (typeof message === 'string') return [message];
  return [message.messageText, ...(message.next ?? []).flatMap(flatten)];
}
