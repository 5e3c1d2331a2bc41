import { metaExtension } from './event.ts';

/** The extensions that the product says itself: of an event, and of a message that carries one. A sender's are dropped. */
export const reservedExtensions: ReadonlySet<string> = new Set([
  metaExtension,
  'ewid',
  'ewtype',
  'ewoffset',
  'ewaddress',
  'ewreason',
  'ewattempts',
  'ewjoined',
  'ewexecution',
  'ewworker',
  'ewnote',
  'ewletter',
  'ewletteroffset',
]);
