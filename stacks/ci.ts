import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import {
  CalendarEventSource,
  githubSignature,
  http,
  JetStreamEventBus,
  log,
  Sensor,
  unchecked,
  WebhookEventSource,
} from 'eventwright';
import { type Issue, Push, Release } from './github-payloads.ts';

export interface CiChartProps {
  /** The branch whose pushes are deployed. */
  readonly branch: string;
  /** Where deployments are announced. */
  readonly deploysUrl: string;
}

/** Deploys what is pushed to one branch, tells of releases and issues, and wakes up every night. */
export class CiChart extends Chart {
  constructor(scope: Construct, id: string, { branch, deploysUrl }: CiChartProps) {
    super(scope, id, { namespace: 'ci' });

    const bus = JetStreamEventBus.fromConfig({ name: 'bus', servers: ['nats://nats.messaging:4222'] });
    const verify = githubSignature({ name: 'github', key: 'secret' });

    const github = new WebhookEventSource(this, 'github', {
      bus,
      events: {
        push: { endpoint: '/github/push', verify, payload: Push },
        release: { endpoint: '/github/release', verify, payload: Release },
        issue: { endpoint: '/github/issue', verify, payload: unchecked<Issue>() },
      },
    });

    const clock = new CalendarEventSource(this, 'clock', {
      bus,
      events: { nightly: { schedule: '0 3 * * *', timeZone: 'Europe/Oslo', catchUp: { maxAge: '6h' } } },
    });

    new Sensor(this, 'deploy', {
      dependencies: {
        push: github.event('push', {
          bind: { branch },
          filter: ({ data, meta }, { branch }) =>
            meta.headers['x-github-event'] === 'push' && data.ref === `refs/heads/${branch}` && !data.deleted,
          transform: ({ data }) => ({
            app: data.repository.name,
            sha: data.after,
            by: data.pusher.name,
            commits: data.commits.length,
          }),
        }),
      },
      triggers: {
        announce: {
          action: http.post({ url: deploysUrl, bearer: { name: 'deploys', key: 'token' } }),
          template: ({ push }) => ({
            path: `/${push.data.app}`,
            body: { sha: push.data.sha, by: push.data.by, commits: push.data.commits },
          }),
          retry: { steps: 5, duration: '2s' },
          timeout: '10s',
        },
        note: {
          action: log(),
          template: ({ push }) => `${push.data.by} pushed ${push.data.sha.slice(0, 8)} of ${push.data.app}`,
        },
      },
    });

    new Sensor(this, 'news', {
      dependencies: {
        release: github.event('release', {
          filter: ({ data }) => data.action === 'published' && !data.release.prerelease,
        }),
        issue: github.event('issue', { filter: ({ data }) => data.action === 'opened' }),
      },
      triggers: {
        tell: {
          when: 'release || issue',
          action: log(),
          template: ({ release, issue }) => ({
            what: release ? `released ${release.data.release.tag_name}` : `#${issue?.data.issue.number} was opened`,
            where: release?.data.release.html_url ?? issue?.data.issue.html_url,
          }),
        },
      },
    });

    new Sensor(this, 'nightly', {
      dependencies: { tick: clock.event('nightly') },
      triggers: { note: { action: log(), template: ({ tick }) => `good night of ${tick.data.scheduledAt}` } },
    });
  }
}
