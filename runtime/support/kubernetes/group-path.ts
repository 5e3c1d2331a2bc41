/** The path of a group version: `/api/v1`, `/apis/batch/v1`. */
export function toGroupPath(apiVersion: string): string {
  return apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}
