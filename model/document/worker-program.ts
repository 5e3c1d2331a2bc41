import { type Document, isWorkerDocument, type WorkerDocument } from './document.ts';

/** A worker and all that it runs. */
export interface WorkerProgram {
  readonly namespace: string;
  readonly worker: string;
  readonly documents: readonly WorkerDocument[];
}

/** The workers of these documents, each once. Documents that name no namespace are of `byDefault`. */
export function toWorkerPrograms(documents: readonly Document[], byDefault: string): readonly WorkerProgram[] {
  const programs = new Map<string, WorkerProgram>();
  for (const document of documents.filter(isWorkerDocument)) {
    const { namespace = byDefault, worker } = document.metadata;
    const key = `${namespace}/${worker}`;
    const others = programs.get(key)?.documents ?? [];
    programs.set(key, { namespace, worker, documents: [...others, document] });
  }
  return [...programs.values()];
}
