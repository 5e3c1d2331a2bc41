/** Keeps GitOps tools and their users from deleting what a bus cannot run without. */
export const deletionGuard = {
  'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false',
  'kustomize.toolkit.fluxcd.io/prune': 'disabled',
} as const;
