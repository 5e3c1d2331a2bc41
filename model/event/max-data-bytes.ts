import { headerBytes } from './header-bytes.ts';

/** The largest payload that a bus carries as one message: 8 MiB, less room for the attributes beside it. */
export const maxDataBytes = 8 * 1024 ** 2 - headerBytes;
