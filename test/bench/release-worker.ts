import { IdentityModule } from '../../src/modules/identity/index.js';
import { LedgerModule } from '../../src/modules/ledger/index.js';
import { PayoutApprovalsModule } from '../../src/modules/payout-approvals/index.js';
import { SellersModule } from '../../src/modules/sellers/index.js';
import { SettlementModule } from '../../src/modules/settlement/index.js';
import { ReleaseEarnings } from '../../src/modules/settlement/release-earnings.js';
import { cpuPer1000, openApp } from './bench-app.js';
import { closedLoop } from './load.js';
import { answer } from './worker.js';

/** What is asked of the worker: the due orders of so many sellers, `atMost` of them in one transaction. */
export interface Releases {
  /** One of each seller; the job releases whatever else is due with it. */
  readonly sellerOrderIds: readonly string[];
  readonly orders: number;
  readonly clients: number;
  readonly atMost?: number;
}

export interface Released {
  /** Orders in a second. */
  readonly rate: number;
  readonly cpuPer1000: number;
}

const app = await openApp(IdentityModule, SellersModule, LedgerModule, SettlementModule, PayoutApprovalsModule);
const release = app.get(ReleaseEarnings, { strict: false });

async function measured({ sellerOrderIds, orders, clients, atMost }: Releases): Promise<Released> {
  const before = process.cpuUsage();
  const load = await closedLoop(clients, Infinity, sellerOrderIds, (id) => release.run(id, atMost));
  return { rate: orders / load.seconds, cpuPer1000: cpuPer1000(before, orders) };
}

answer(measured, () => app.close());
