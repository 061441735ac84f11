import { IdentityModule } from '../../src/modules/identity/index.js';
import { LedgerModule } from '../../src/modules/ledger/index.js';
import { PayoutApprovalsModule } from '../../src/modules/payout-approvals/index.js';
import { SellersModule } from '../../src/modules/sellers/index.js';
import { PayoutAccountsRepository } from '../../src/modules/sellers/payout-accounts.repository.js';
import { SettlementModule } from '../../src/modules/settlement/index.js';
import { RunPayouts } from '../../src/modules/settlement/run-payouts.js';
import { newId, UnitOfWork } from '../../src/platform/database/index.js';
import { memoryOf, openApp } from './bench-app.js';
import { answer } from './worker.js';

/** What is asked of the worker: sealed bank accounts for the sellers, or the run. */
export type Asked = { readonly accountsOf: readonly string[] } | { readonly run: true };

export interface Ran {
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** Resident memory in MiB. */
  readonly before: number;
  readonly peak: number;
}

const AT_ONCE = 500;
/** Long enough ago for payouts to leave. */
const CHANGED_AT = new Date('2025-01-01T00:00:00Z');
const BANK = { holder: 'Bench', accountNumber: 'US000000000000004242', country: 'US', currency: 'USD' };

const app = await openApp(IdentityModule, SellersModule, LedgerModule, SettlementModule, PayoutApprovalsModule);
const uow = app.get(UnitOfWork, { strict: false });
const accounts = app.get(PayoutAccountsRepository, { strict: false });

async function open(sellers: readonly string[]): Promise<object> {
  for (let from = 0; from < sellers.length; from += AT_ONCE) {
    const some = sellers.slice(from, from + AT_ONCE);
    await uow.run(async (tx) => {
      await Promise.all(some.map((id) => accounts.insert(tx, newId('pac'), id, BANK, 'bench', CHANGED_AT)));
      await Promise.all(some.map((id) => accounts.trust(tx, id, CHANGED_AT, CHANGED_AT)));
    });
  }
  return {};
}

async function run(): Promise<Ran> {
  const cpu = process.cpuUsage();
  const begin = performance.now();
  const memory = await memoryOf(() => app.get(RunPayouts, { strict: false }).run(new Date()));
  const seconds = (performance.now() - begin) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  return { seconds, cpuSeconds: (user + system) / 1_000_000, ...memory };
}

const work = (asked: Asked): Promise<object> => ('run' in asked ? run() : open(asked.accountsOf));

answer(work, () => app.close());
