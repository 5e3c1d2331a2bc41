import type { OciImage } from '../oci-archive.ts';

/** What makes an image out of its description. */
export interface Builder {
  /** Whether it works on this machine. */
  isThere(): Promise<boolean>;
  build(image: OciImage, options: BuildOptions): Promise<Built>;
}

interface BuildOptions {
  /** The image's full name: `registry.example.com/team/eventwright:1`. */
  readonly name: string;
  /** Is told what is being done, a line each. */
  readonly say: (line: string) => void;
}

/** An image that was built; what it took on this machine goes when it is disposed of. */
export interface Built extends AsyncDisposable {
  /** One sentence on where it is, for whoever neither saves nor pushes it. Absent: nowhere. */
  readonly kept?: string;
  /** Writes it as one file that other machines can load. */
  save(output: string): Promise<void>;
  /** Resolves with the digest that the registry knows it by. */
  push(): Promise<string>;
}
