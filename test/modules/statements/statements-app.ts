import { randomUUID } from 'node:crypto';
import { Clock, fromWire, money, system } from '../../../src/kernel/index.js';
import { FeeInvoicesModule } from '../../../src/modules/fee-invoices/index.js';
import { FeesModule } from '../../../src/modules/fees/index.js';
import { BooksModule } from '../../../src/modules/books/index.js';
import { IdentityModule } from '../../../src/modules/identity/index.js';
import {
  credit,
  debit,
  Ledger,
  LedgerModule,
  type AccountType,
  type Journal,
  type Line,
} from '../../../src/modules/ledger/index.js';
import { SellersModule } from '../../../src/modules/sellers/index.js';
import { StatementsModule } from '../../../src/modules/statements/index.js';
import { UnitOfWork } from '../../../src/platform/database/index.js';
import { MintModule } from '../../../src/sandbox/mint.module.js';
import { bearer, startApp, type TestApp } from '../../support/index.js';
import type { Person } from '../../support/world.identity.js';
import { post } from '../../support/world.orders.js';
import type { ActiveSeller } from '../../support/world.sellers.js';

/** Sellers, the books and their documents; what happens is posted by the tests. */
export function startStatements(): Promise<TestApp> {
  return startApp({
    modules: [
      ...[IdentityModule, SellersModule, LedgerModule, BooksModule, FeesModule],
      ...[FeeInvoicesModule, StatementsModule, MintModule],
    ],
  });
}

export const now = (app: TestApp): Date => app.get(Clock).now();
export const idOf = ({ sellerId }: Pick<ActiveSeller, 'sellerId'>): string => fromWire('sel', sellerId) ?? '';

/** The first instant of the calendar month so many months from now, in UTC, and so many days and hours after it. */
export function monthAt(app: TestApp, months: number, days = 0, hours = 0): Date {
  const at = now(app);
  return new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + months, 1 + days, hours));
}

/** `2026-03` */
export const periodOf = (at: Date): string => at.toISOString().slice(0, 7);

/** Through everything that falls due on the way. */
export async function travel(app: TestApp, to: Date): Promise<void> {
  await app.advanceTo(to);
}

interface Posting {
  readonly currency?: string;
  readonly corrects?: string;
  readonly kind?: readonly [type: string, kind: string];
}

/** A journal that gives (more than zero) or takes what it says on the seller’s accounts; the card network is the other side. */
export async function posted(
  app: TestApp,
  seller: Pick<ActiveSeller, 'sellerId'>,
  effectiveAt: Date,
  changes: Readonly<Partial<Record<AccountType, number>>>,
  { currency = 'USD', corrects, kind = ['test', 'made'] }: Posting = {},
): Promise<string> {
  const lines = Object.entries(changes).flatMap(([account, change]): Line[] => {
    const amount = money(Math.abs(change), currency);
    const isCredit = change > 0 !== (account === 'seller_receivable');
    const [own, other] = isCredit ? [credit, debit] : [debit, credit];
    return [own(account as AccountType, amount, idOf(seller)), other('psp_clearing', amount)];
  });
  const journal: Journal = {
    source: { type: kind[0], id: randomUUID(), kind: kind[1] },
    effectiveAt,
    actor: system('test'),
    ...(corrects === undefined ? {} : { corrects: corrects as Exclude<Journal['corrects'], undefined> }),
    lines,
  };
  const [made] = await app.get(UnitOfWork).run((tx) => app.get(Ledger).postAll(tx, [journal]));
  return made?.journalId ?? '';
}

export interface Amount {
  readonly amount: number;
  readonly currency: string;
}

export interface StatementBody {
  readonly id: string;
  readonly number: number;
  readonly period: string;
  readonly currency: string;
  readonly opening: Amount;
  readonly closing: Amount;
  readonly entryCount: number;
  readonly correctionCount: number;
  readonly previousHash: string | null;
  readonly hash: string;
}

export interface StatementDetailBody extends StatementBody {
  readonly balances: readonly {
    account: string;
    opening: Amount;
    increase: Amount;
    decrease: Amount;
    closing: Amount;
  }[];
  readonly totals: readonly { kind: string; entryCount: number; increase: Amount; decrease: Amount }[];
}

export interface EntryBody {
  readonly account: string;
  readonly change: Amount;
  readonly kind: string;
  readonly effectiveAt: string;
  readonly originalAt: string | null;
  readonly journalId: string;
}

/** Oldest first. */
export async function statementsOf(app: TestApp, seller: ActiveSeller): Promise<StatementBody[]> {
  const answer = await app.http
    .get(`${pathOf(seller)}?limit=100`)
    .set(bearer(seller.token))
    .expect(200);
  return (answer.body.data as StatementBody[]).reverse();
}

export const pathOf = (seller: Pick<ActiveSeller, 'sellerId'>): string => `/v1/sellers/${seller.sellerId}/statements`;

export async function detailOf(app: TestApp, seller: ActiveSeller, id: string): Promise<StatementDetailBody> {
  return (
    await app.http
      .get(`${pathOf(seller)}/${id}`)
      .set(bearer(seller.token))
      .expect(200)
  ).body as StatementDetailBody;
}

export async function entriesOf(app: TestApp, seller: ActiveSeller, id: string): Promise<EntryBody[]> {
  const answer = await app.http
    .get(`${pathOf(seller)}/${id}/entries?limit=100`)
    .set(bearer(seller.token))
    .expect(200);
  return answer.body.data as EntryBody[];
}

/** `{ pending: [opening, closing], … }` in minor units. */
export const standOf = ({ balances }: StatementDetailBody): Record<string, [number, number]> =>
  Object.fromEntries(balances.map(({ account, opening, closing }) => [account, [opening.amount, closing.amount]]));

/** What the ledger says of the seller’s accounts for everything that took effect before the instant; minor units. */
export async function ledgerOf(app: TestApp, seller: ActiveSeller, before: Date, currency = 'USD') {
  const rows = await app.sql<{ account: string; balance: string }>(
    `select substr(a.type_code, 8) as account,
            sum(case e.side when t.normal_side then e.amount else -e.amount end) as balance
       from ledger.entry e join ledger.account a on a.id = e.account_id
       join ledger.account_type t on t.code = a.type_code join ledger.journal j on j.id = e.journal_id
      where a.owner_id = $1 and a.currency = $2 and j.effective_at < $3 group by a.type_code`,
    [idOf(seller), currency, before],
  );
  return Object.fromEntries(rows.map(({ account, balance }) => [account, Number(balance)]));
}

export interface ControlBody {
  readonly isProven: boolean;
  readonly currencies: readonly {
    currency: string;
    statementCount: number;
    missingCount: number;
    accounts: readonly { account: string; closing: Amount; late: Amount; ledger: Amount; difference: Amount }[];
  }[];
}

export async function controlOf(app: TestApp, finance: Person, period: string): Promise<ControlBody> {
  const path = `/v1/finance/statements/control-totals?period=${period}`;
  return (await app.http.get(path).set(bearer(finance.token)).expect(200)).body as ControlBody;
}

/** The bytes of an answer that is no JSON. */
export async function fileOf(app: TestApp, path: string, token: string): Promise<Buffer> {
  const answer = await app.http
    .get(path)
    .set(bearer(token))
    .buffer(true)
    .parse((stream, done) => {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => done(null, Buffer.concat(parts)));
    })
    .expect(200);
  return answer.body as Buffer;
}

/** Two people of finance let go whatever payouts of the seller wait for them. */
export async function approvePayouts(app: TestApp, seller: ActiveSeller, ...people: readonly Person[]): Promise<void> {
  const list = await app.http.get(`/v1/sellers/${seller.sellerId}/payouts`).set(bearer(seller.token)).expect(200);
  for (const { id } of (list.body.data as { id: string; state: string }[]).filter(({ state }) => state === 'draft')) {
    for (const person of people) {
      const path = `/v1/finance/payouts/${id}`;
      const asked = await app.http.get(`${path}/approval`).set(bearer(person.token)).expect(200);
      const { payloadHash } = asked.body as { payloadHash: string };
      await post(app, person.token, `${path}/approvals`, { payloadHash });
    }
  }
  await app.drain();
}
