import { Gauge, type Registry } from 'prom-client';

/** What Prometheus expects of any process; read when it is scraped, so that it costs nothing between. */
export function addProcessMetrics(registry: Registry): void {
  const gauges: readonly (readonly [name: string, help: string, read: () => number])[] = [
    ['process_start_time_seconds', 'When the process started, in seconds since 1970.', () => startedAt],
    ['process_cpu_seconds_total', 'Processor time that the process used.', cpuSeconds],
    ['process_resident_memory_bytes', 'Memory that the process holds.', () => process.memoryUsage.rss()],
    ['nodejs_heap_size_used_bytes', 'Memory that JavaScript objects use.', () => process.memoryUsage().heapUsed],
  ];
  for (const [name, help, read] of gauges)
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(read());
      },
    });
}

const startedAt = Date.now() / 1000 - process.uptime();

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
