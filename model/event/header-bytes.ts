/** The room of a message that is kept for its headers, and for more where another message carries the event. */
export const headerBytes = 64 * 1024;
