import { join } from 'node:path';
import type { Report } from './report.js';
import type { FileTruth } from './truth.js';

interface Effort {
  readonly calls: number;
  readonly seconds: number;
}

const reais = (minor: number): string => (minor / 100).toLocaleString('en', { minimumFractionDigits: 2 });

/** The report, for people. */
export function print(report: Report, truth: FileTruth, effort: Effort, home: string): void {
  const write = (text = ''): void => void process.stdout.write(`${text}\n`);
  write(`\nOrders by status in the files → state of their seller orders here`);
  for (const [status, total] of Object.entries(truth.ordersByStatus)) {
    const states = Object.entries(report.states[status] ?? {}).map(([state, n]) => `${state} ${n}`);
    const traded = truth.tradedByStatus[status] ?? 0;
    write(
      `  ${status.padEnd(12)} ${String(total).padStart(6)}, can be traded ${String(traded).padStart(6)} → ${states.join(', ') || '–'}`,
    );
  }
  const refused = Object.entries(truth.refusedByReason).map(([reason, n]) => `${reason} ${n}`);
  write(`  not traded: ${refused.join(', ') || 'none'} (${join(home, 'errors.jsonl')})`);
  write(`\nOrder value ${reais(report.orderValue)}, in the files ${reais(truth.orderValue)}; ${report.placed} orders`);
  for (const books of report.books) {
    write(`\nLedger ${books.currency}: debits ${reais(books.debit)}, credits ${reais(books.credit)}`);
    for (const [account, balance] of Object.entries(books.accounts)) {
      if (balance !== 0) write(`  ${account.padEnd(24)} ${reais(balance).padStart(18)}`);
    }
  }
  const mean = truth.ratingPairs === 0 ? 0 : truth.ratingSum / truth.ratingPairs;
  write(`\nRatings: ${truth.ratingPairs} pairs in the files, mean ${mean.toFixed(6)}`);
  for (const { seller, count, mean: own, bayesianMean, wilsonLowerBound } of report.ratings) {
    const numbers = [own, bayesianMean, wilsonLowerBound].map((value) => value.toFixed(4)).join(' · ');
    write(`  ${seller}: ${count} ratings, mean · Bayesian · Wilson ${numbers}`);
  }
  write(`\n${effort.calls} calls in ${effort.seconds.toFixed(0)} s`);
  write(report.faults.length === 0 ? 'Everything agrees with the files.' : `\n${report.faults.length} disagreements:`);
  for (const fault of report.faults.slice(0, 50)) write(`  ${fault}`);
}
