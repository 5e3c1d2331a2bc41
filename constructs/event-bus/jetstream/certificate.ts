import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { toMs } from '../../../model/duration.ts';
import type { BusCertificatesSpec } from '../../../model/event-bus/managed-jetstream.ts';
import type { BusPlan } from './bus-plan.ts';
import { toHosts, withNamespace } from './hosts.ts';

type CertManager = Extract<BusCertificatesSpec, { readonly issuer: 'cert-manager' }>;

/** Has cert-manager write the servers' certificates, and renew them after two thirds of their lifetime. */
export function addCertificate(scope: Construct, plan: BusPlan, tls: CertManager): ApiObject {
  const { names, spec, namespace, secrets } = plan;
  const hours = Math.round(toMs(tls.lifetime) / 3_600_000);
  return new ApiObject(scope, 'certificate', {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: { name: names.servers, labels: names.labels },
    spec: {
      secretName: secrets.tls,
      dnsNames: withNamespace(toHosts(names, spec.replicas), namespace),
      duration: `${hours}h0m0s`,
      // servers are each other's clients
      usages: ['digital signature', 'server auth', 'client auth'],
      privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' },
      issuerRef: tls.issuerRef,
    },
  });
}
