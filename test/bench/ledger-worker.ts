import { randomUUID } from 'node:crypto';
import { money, system } from '../../src/kernel/index.js';
import { credit, debit, Ledger, LedgerModule, type Journal } from '../../src/modules/ledger/index.js';
import { UnitOfWork } from '../../src/platform/database/index.js';
import { TokensModule } from '../support/world.tokens.js';
import { cpuPer1000, openApp } from './bench-app.js';
import { closedLoop, type Load } from './load.js';
import { answer } from './worker.js';

/** What is asked of the worker: journals of four lines, through the ledger's face and the application's pool. */
export interface Postings {
  readonly clients: number;
  readonly seconds: number;
  readonly sellers: readonly string[];
}

export type Posted = Load & { readonly cpuPer1000: number };

const JOURNALS_PER_SECOND = 10_000;

const app = await openApp(TokensModule.of({}), LedgerModule);
const [uow, ledger] = [app.get(UnitOfWork, { strict: false }), app.get(Ledger, { strict: false })];

const usd = (amount: number) => money(amount, 'USD');
const journal = (seller: string): Journal => ({
  source: { type: 'bench', id: randomUUID(), kind: 'sale' },
  effectiveAt: new Date(),
  actor: system('bench'),
  refs: { sellerId: seller },
  lines: [
    debit('psp_clearing', usd(2_980)),
    credit('seller_pending', usd(2_500), seller),
    credit('commission_revenue', usd(249)),
    credit('tax_payable', usd(231)),
  ],
});

async function post(seller: string): Promise<void> {
  await uow.run((tx) => ledger.post(tx, journal(seller)));
}

async function measured({ clients, seconds, sellers }: Postings): Promise<Posted> {
  const count = Math.ceil(seconds * JOURNALS_PER_SECOND);
  const pieces = Array.from({ length: count }, (_, i) => sellers[(i * 7) % sellers.length] ?? '');
  const before = process.cpuUsage();
  const load = await closedLoop(clients, seconds, pieces, post);
  return { ...load, cpuPer1000: cpuPer1000(before, load.count) };
}

answer(measured, () => app.close());
