import { randomUUID } from 'node:crypto';
import { asId, money, system, type Money, type StaffRole, type UserActor } from '../../../src/kernel/index.js';
import { BooksModule } from '../../../src/modules/books/index.js';
import { SealBooks } from '../../../src/modules/books/seal-books.js';
import { SandboxClock } from '../../../src/platform/clock/index.js';
import { UnitOfWork } from '../../../src/platform/database/index.js';
import { credit, debit, Ledger, LedgerModule, type Journal, type Line } from '../../../src/modules/ledger/index.js';
import { startApp, type TestApp } from '../../support/index.js';
import { TokensModule } from '../../support/world.tokens.js';

const staff = (role: StaffRole): UserActor => ({
  kind: 'user',
  userId: asId(randomUUID()),
  staffRoles: [role],
  memberships: [],
});

/** The ledger alone; tokens are the names of staff roles. Its clock stands still, so that no job comes in between. */
export async function startLedger(): Promise<TestApp> {
  const people = { finance: staff('finance'), moderator: staff('moderator'), admin: staff('admin') };
  const app = await startApp({ modules: [TokensModule.of(people), LedgerModule, BooksModule] });
  const clock = app.get(SandboxClock);
  await clock.set(clock.now(), true);
  return app;
}

/**
 * The same without the tables that settlement, disputes and exchange compare with the books: for journals of every
 * kind, posted without the modules that would know of them.
 */
export async function startBooksAlone(): Promise<TestApp> {
  const app = await startLedger();
  const others = 'earnings, reserve_lots, payout_items, payouts, seller_holds, chargebacks, fx_deals';
  const [terms] = await app.sql<{ columns: string }>(
    `select string_agg(format('null::%s as %I', format_type(atttypid, atttypmod), attname), ', ' order by attnum) as columns
       from pg_attribute where attrelid = 'clearing_terms'::regclass`,
  );
  await app.sql(`create or replace view clearing_terms as select ${terms?.columns ?? ''} where false`);
  await app.sql(`drop table ${others} cascade`);
  return app;
}

export const usd = (amount: number): Money => money(amount, 'USD');
export const someone = (): string => randomUUID();

export const journal = (lines: readonly Line[], source: Partial<Journal['source']> = {}): Journal => ({
  source: { type: 'test', id: randomUUID(), kind: 'made', ...source },
  effectiveAt: new Date('2026-03-01T10:00:00Z'),
  actor: system('test'),
  lines,
});

/** Puts money into a seller's available balance. */
export const funding = (seller: string, amount: Money): Journal =>
  journal([debit('psp_clearing', amount), credit('seller_available', amount, seller)]);

export const moving = (from: string, to: string, amount: Money): Journal =>
  journal([debit('seller_available', amount, from), credit('seller_available', amount, to)]);

export function post(app: TestApp, ...journals: Journal[]): Promise<{ journalId: string; posted: boolean }[]> {
  return app.get(UnitOfWork).run((tx) => app.get(Ledger).postAll(tx, journals));
}

export async function available(app: TestApp, seller: string, currency = 'USD'): Promise<number> {
  return app.get(UnitOfWork).run((tx) => app.get(Ledger).balance(tx, 'seller_available', seller, currency));
}

/**
 * Seals every journal. The chain waits for every transaction of the server that writes, also for those of tests in
 * other databases of it.
 */
export async function sealAll(app: TestApp, seal: SealBooks = app.get(SealBooks)): Promise<void> {
  const unsealed =
    'select from ledger.journal j where not exists (select from ledger.seal_leaf where journal_id = j.id)';
  do await seal.run();
  while ((await app.sql(unsealed)).length > 0);
}
