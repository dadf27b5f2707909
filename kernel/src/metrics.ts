/** Counters and durations of this process, told as Prometheus text at `/metrics` (loopback only by default). */
export class Metrics {
  #counts = new Map<string, number>();
  #sums = new Map<string, { count: number; seconds: number; buckets: number[]; outcomes: Map<string, number> }>();
  static readonly bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

  /** Counts one operation with its outcome and duration in seconds. */
  operation(name: string, outcome: string, seconds: number): void {
    let sum = this.#sums.get(name);
    if (!sum) {
      sum = { count: 0, seconds: 0, buckets: Metrics.bounds.map(() => 0), outcomes: new Map() };
      this.#sums.set(name, sum);
    }
    sum.outcomes.set(outcome, (sum.outcomes.get(outcome) ?? 0) + 1);
    sum.count++;
    sum.seconds += seconds;
    for (let i = 0; i < Metrics.bounds.length; i++) if (seconds <= Metrics.bounds[i]!) sum.buckets[i]!++;
  }

  count(name: string, labels: Record<string, string>, by = 1): void {
    const key = `${name}{${Object.entries(labels)
      .map(([k, v]) => `${k}="${v}"`)
      .join(',')}}`;
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + by);
  }

  text(): string {
    const lines = [...this.#counts].map(([key, value]) => `${key} ${value}`);
    for (const [operation, { count, seconds, buckets, outcomes }] of this.#sums) {
      for (const [outcome, times] of outcomes)
        lines.push(`dinh_operations_total{operation="${operation}",outcome="${outcome}"} ${times}`);
      Metrics.bounds.forEach((le, i) =>
        lines.push(`dinh_operation_seconds_bucket{operation="${operation}",le="${le}"} ${buckets[i]}`),
      );
      lines.push(`dinh_operation_seconds_bucket{operation="${operation}",le="+Inf"} ${count}`);
      lines.push(
        `dinh_operation_seconds_sum{operation="${operation}"} ${seconds}`,
        `dinh_operation_seconds_count{operation="${operation}"} ${count}`,
      );
    }
    return `${lines.join('\n')}\n`;
  }
}
