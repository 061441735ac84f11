import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { createApp } from '../../src/app.js';
import { money, system } from '../../src/kernel/index.js';
import { credit, debit, Ledger, LedgerModule, type Journal } from '../../src/modules/ledger/index.js';
import { loadConfig } from '../../src/platform/config/index.js';
import { UnitOfWork } from '../../src/platform/database/index.js';
import { TokensModule } from '../support/world.tokens.js';
import { closedLoop } from './load.js';

/** Posts journals of four lines through the ledger's face and the application's pool; prints the load as JSON. */
const { BENCH_CLIENTS, BENCH_SECONDS, BENCH_SELLERS, DATABASE_URL: databaseUrl = '' } = process.env;
const sellers = (BENCH_SELLERS ?? '').split(',');
const seconds = Number(BENCH_SECONDS);

const modules = [TokensModule.of({}), LedgerModule];
const app = await createApp({ ...loadConfig(process.env), databaseUrl, role: 'api' }, modules);
await app.init();
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

const pieces = Array.from({ length: Math.ceil(seconds * 20_000) }, (_, i) => sellers[(i * 7) % sellers.length] ?? '');
const post = async (seller: string): Promise<void> => {
  await uow.run((tx) => ledger.post(tx, journal(seller)));
};
await closedLoop(Number(BENCH_CLIENTS), seconds, pieces.splice(0, 500), post);
const before = process.cpuUsage();
const load = await closedLoop(Number(BENCH_CLIENTS), seconds, pieces, post);
const { user, system: kernel } = process.cpuUsage(before);
await app.close();
console.log(`load ${JSON.stringify({ ...load, cpuPer1000: (user + kernel) / 1000 / load.count })}`);
