/** A part of a software bill of materials (CycloneDX 1.6, component). */
export interface Component {
  readonly type: 'library' | 'application' | 'file';
  readonly 'bom-ref': string;
  readonly group?: string;
  readonly name: string;
  readonly version?: string;
  readonly purl?: string;
  readonly hashes?: readonly { readonly alg: 'SHA-256'; readonly content: string }[];
  readonly licenses?: readonly (
    | { readonly license: { readonly id: string } }
    | { readonly license: { readonly name: string } }
    | { readonly expression: string }
  )[];
}

/** A bill of materials in CycloneDX 1.6; the same for the same parts, so it carries no time and no serial number. */
export interface Sbom {
  readonly $schema: string;
  readonly bomFormat: 'CycloneDX';
  readonly specVersion: '1.6';
  readonly version: 1;
  readonly metadata: { readonly component: Component };
  readonly components: readonly Component[];
}

export function createSbom(component: Component, components: readonly Component[]): Sbom {
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component },
    components: components.toSorted((a, b) => (a['bom-ref'] < b['bom-ref'] ? -1 : 1)),
  };
}

/** A package of npm, by what its `package.json` says. */
export function toNpmComponent(manifest: {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
}): Component {
  const { version, license } = manifest;
  const [group, name = manifest.name] = manifest.name.startsWith('@') ? manifest.name.split('/') : [];
  const purl = `pkg:npm/${group ? `${encodeURIComponent(group)}/` : ''}${name}@${version}`;
  return {
    type: 'library',
    'bom-ref': purl,
    ...(group && { group }),
    name,
    version,
    purl,
    ...(license && { licenses: [toLicense(license)] }),
  };
}

/** `license` is an SPDX identifier or expression. */
export function toLicense(
  license: string,
): { readonly expression: string } | { readonly license: { readonly id: string } } {
  return /[\s(]/.test(license) ? { expression: license } : { license: { id: license } };
}
