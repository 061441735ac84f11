import { createApp } from '../../src/app.js';
import { IdentityModule } from '../../src/modules/identity/index.js';
import { LedgerModule } from '../../src/modules/ledger/index.js';
import { PayoutApprovalsModule } from '../../src/modules/payout-approvals/index.js';
import { SellersModule } from '../../src/modules/sellers/index.js';
import { SettlementModule } from '../../src/modules/settlement/index.js';
import { RunDuePayouts } from '../../src/modules/settlement/run-due-payouts.js';
import { loadConfig } from '../../src/platform/config/index.js';

/** The payouts that are due at `RUN_AT`, made by a process of its own, which can be killed meanwhile. */
const { DATABASE_URL: databaseUrl = '', RUN_AT = '' } = process.env;
const modules = [IdentityModule, SellersModule, LedgerModule, SettlementModule, PayoutApprovalsModule];
const app = await createApp({ ...loadConfig(process.env), databaseUrl, role: 'api' }, modules);
await app.init();
console.log('The run begins');
await app.get(RunDuePayouts, { strict: false }).run(new Date(RUN_AT));
console.log('The run has ended');
await app.close();
