import { Chart } from 'cdk8s';
import { Namespace } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';

/** The namespace of the example, in which no pod may ask for privileges. A chart of its own: it lies in no namespace. */
export class NamespaceChart extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new Namespace(this, 'ci', {
      metadata: { name: 'ci', labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
    });
  }
}
