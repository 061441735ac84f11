/** What a row must reach; of the ratio to the limit unless it says otherwise. */
export interface Target {
  readonly of: 'ratio' | 'measured' | 'p50' | 'p99';
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** One line of the report. Latencies are milliseconds. */
export interface Row {
  readonly phase: string;
  readonly work: string;
  readonly measured: number;
  readonly unit: '/s' | 'ms' | 's' | 'MiB';
  readonly limit?: number;
  /** What the limit is. */
  readonly limitIs?: string;
  readonly ratio?: number;
  readonly targets: readonly Target[];
  readonly p50?: number;
  readonly p99?: number;
  /** Processor seconds of the server process for 1,000 pieces of work. */
  readonly cpuPer1000?: number;
  readonly rssMiB?: number;
  readonly note?: string;
}

export function isMet(row: Row, { of, atLeast, atMost }: Target): boolean {
  const value = row[of];
  if (value === undefined) return false;
  return (atLeast === undefined || value >= atLeast) && (atMost === undefined || value <= atMost);
}

const NAMES = { ratio: '', measured: '', p50: 'p50 ', p99: 'p99 ' } as const;

function targetText(row: Row, target: Target): string {
  const { of, atLeast, atMost } = target;
  const bound = atLeast ?? atMost ?? 0;
  const text = of === 'ratio' ? bound.toFixed(2) : String(bound);
  return `${NAMES[of]}${atLeast === undefined ? '≤' : '≥'} ${text} ${isMet(row, target) ? 'ok' : 'MISSED'}`;
}

const number = (value: number | undefined, digits: number): string =>
  value === undefined || Number.isNaN(value) ? '' : value.toFixed(digits);

const rounded = (value: number | undefined): string => number(value, value !== undefined && value < 100 ? 1 : 0);

const COLUMNS: readonly { readonly title: string; readonly text: (row: Row) => string }[] = [
  { title: 'work', text: (row) => row.work },
  { title: 'ours', text: (row) => `${rounded(row.measured)} ${row.unit}` },
  { title: 'limit', text: (row) => rounded(row.limit) },
  { title: 'what the limit is', text: (row) => row.limitIs ?? '' },
  { title: 'ratio', text: (row) => number(row.ratio, 2) },
  { title: 'target', text: (row) => row.targets.map((target) => targetText(row, target)).join('; ') },
  { title: 'p50 ms', text: (row) => number(row.p50, 1) },
  { title: 'p99 ms', text: (row) => number(row.p99, 1) },
  { title: 'CPU s/1000', text: (row) => number(row.cpuPer1000, 2) },
  { title: 'RSS MiB', text: (row) => number(row.rssMiB, 0) },
  { title: 'note', text: (row) => row.note ?? '' },
];

/** The report as a Markdown table with columns of even width. */
export function tableOf(rows: readonly Row[]): string {
  const cells = rows.map((row) => COLUMNS.map(({ text }) => text(row)));
  const widths = COLUMNS.map(({ title }, i) => Math.max(title.length, ...cells.map((line) => line[i]?.length ?? 0)));
  const line = (texts: readonly string[]): string => `| ${texts.map((t, i) => t.padEnd(widths[i] ?? 0)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [line(COLUMNS.map(({ title }) => title)), rule, ...cells.map(line)].join('\n');
}

/** The rows for machines: each with whether every target is met. */
export const reportOf = (rows: readonly Row[]): object[] =>
  rows.map((row) => ({ ...row, isMet: row.targets.every((target) => isMet(row, target)) }));
