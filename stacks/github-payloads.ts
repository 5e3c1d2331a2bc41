import { z } from 'zod';

const repository = z.object({ name: z.string(), full_name: z.string() });

/** The part of GitHub's payloads that this stack uses. What GitHub sends beside it is let pass. */
export const Push = z.object({
  ref: z.string(),
  after: z.string(),
  deleted: z.boolean(),
  repository,
  pusher: z.object({ name: z.string() }),
  commits: z.array(z.object({ id: z.string(), message: z.string(), modified: z.array(z.string()) })),
});

export const Release = z.object({
  action: z.string(),
  release: z.object({ tag_name: z.string(), prerelease: z.boolean(), html_url: z.string() }),
  repository,
});

/** Its type only: whatever arrives is accepted. */
export interface Issue {
  readonly action: string;
  readonly issue: { readonly number: number; readonly title: string; readonly html_url: string };
  readonly repository: { readonly full_name: string };
}
