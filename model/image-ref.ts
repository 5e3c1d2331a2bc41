/** Whether it is the same image tomorrow, as far as a name can say: a tag other than `latest`, or a digest. */
export function isPinned(image: string): boolean {
  return pinned.test(image);
}

const pinned = /^[^\s:@]+(:\d+\/[^\s:@]+)?(:(?!latest$)[^\s:@/]+|(:[^\s:@/]+)?@sha256:[0-9a-f]{64})$/;
