import { randomUUID } from 'node:crypto';
import { fromWire, money, system } from '../../../src/kernel/index.js';
import { DebtCollectionsModule } from '../../../src/modules/debt-collections/index.js';
import { DebtsModule } from '../../../src/modules/debts/index.js';
import { credit, debit, Ledger } from '../../../src/modules/ledger/index.js';
import { PaymentsModule } from '../../../src/modules/payments/index.js';
import { RiskModule } from '../../../src/modules/risk/index.js';
import { StripeModule, StripePayoutsModule } from '../../../src/modules/stripe/index.js';
import { UnitOfWork } from '../../../src/platform/database/index.js';
import { bearer, type StartOptions, type TestApp } from '../../support/index.js';
import type { Fields } from '../../support/stripe-books.js';
import { StripeServer } from '../../support/stripe-server.js';
import { staff, type Person } from '../../support/world.identity.js';
import { post } from '../../support/world.orders.js';
import type { ActiveSeller } from '../../support/world.sellers.js';
import { balance, funded, idOf, now, payouts, runPayouts, startSettlement } from '../settlement/settlement-app.js';
import { deliver, stripeConfig, tell } from '../stripe/stripe-app.js';

export const USD = (amount: number) => ({ amount, currency: 'USD' });

export interface CollectionBody {
  readonly id: string;
  readonly state: string;
  readonly code?: string;
  readonly [field: string]: unknown;
}

/** Sellers that were paid 90.00 by Stripe, and owe 60.00. */
export class CollectionsWorld {
  readonly stripe = new StripeServer();
  app!: TestApp;
  finance!: Person;

  async start({ modules = [] }: Pick<StartOptions, 'modules'> = {}): Promise<void> {
    await this.stripe.start();
    const own = [RiskModule, PaymentsModule, StripeModule, StripePayoutsModule, DebtsModule, DebtCollectionsModule];
    this.app = await startSettlement({ modules: [...own, ...modules], config: stripeConfig(this.stripe) });
    this.finance = await staff(this.app, 'finance');
  }

  async stop(): Promise<void> {
    try {
      await this.app.stop();
    } finally {
      await this.stripe.stop();
    }
  }

  /** What is under way ends, whatever a test left of it. */
  async settle(): Promise<void> {
    await this.app.drain();
    await deliver(this.app, this.stripe);
    this.stripe.reset();
  }

  async debtor(owed = 6_000, account = 'acct_1032D82eZvKYlo2C'): Promise<ActiveSeller> {
    const seller = await funded(this.app, { accountNumber: account });
    await runPayouts(this.app);
    await this.app.drain();
    await deliver(this.app, this.stripe);
    if (owed > 0) await this.owe(seller, owed);
    this.stripe.calls.length = 0;
    return seller;
  }

  async owe(seller: ActiveSeller, minor: number): Promise<void> {
    const owed = money(minor, 'USD');
    await this.app.get(UnitOfWork).run((tx) =>
      this.app.get(Ledger).post(tx, {
        source: { type: 'test', id: randomUUID(), kind: 'debt' },
        effectiveAt: now(this.app),
        actor: system('test'),
        lines: [debit('seller_receivable', owed, idOf(seller)), credit('bank_client', owed)],
      }),
    );
  }

  ask(seller: Pick<ActiveSeller, 'sellerId'>, amount = 6_000, more: object = {}, token = this.finance.token) {
    const body = { amount: USD(amount), ...more };
    return post(this.app, token, `/v1/finance/sellers/${seller.sellerId}/debt-collections`, body);
  }

  /** Asked for and brought to wherever it comes without further news. */
  async asked(seller: ActiveSeller, amount = 6_000, more: object = {}): Promise<CollectionBody> {
    const answer = await this.ask(seller, amount, more);
    if (answer.status !== 201) throw new Error(`Not asked for: ${answer.text}`);
    await this.app.drain();
    return this.read((answer.body as CollectionBody).id);
  }

  /** A collection as it is when nobody has come to it yet; its UUID. */
  async unsent(seller: ActiveSeller, minor = 6_000): Promise<string> {
    const [row] = await this.app.sql<{ id: string }>(
      `with part as (update payouts set reversing = reversing + $2 where seller_id = $1 returning id, seller_id)
       insert into debt_collections
         (id, seller_id, payout_id, provider, currency, amount, requested_by, requested_at, updated_at)
       select gen_random_uuid(), seller_id, id, 'stripe', 'USD', $2, gen_random_uuid(), now(), now() from part
       returning id`,
      [idOf(seller), minor],
    );
    return row?.id ?? '';
  }

  async read(id: string): Promise<CollectionBody> {
    const path = `/v1/finance/debt-collections/${id}`;
    return (await this.app.http.get(path).set(bearer(this.finance.token)).expect(200)).body as CollectionBody;
  }

  async list(query: string): Promise<CollectionBody[]> {
    const path = `/v1/finance/debt-collections?${query}`;
    return (await this.app.http.get(path).set(bearer(this.finance.token)).expect(200)).body.data as CollectionBody[];
  }

  async owed(seller: ActiveSeller): Promise<unknown> {
    return (await balance(this.app, seller)).receivable;
  }

  /** The latest payout of a seller. */
  async payoutOf(seller: ActiveSeller): Promise<{ id: string; state: string }> {
    return (await payouts(this.app, seller))[0] as { id: string; state: string };
  }

  async transferOf(seller: ActiveSeller): Promise<Fields> {
    const group = `payout_${fromWire('pyo', (await this.payoutOf(seller)).id) ?? ''}`;
    return [...this.stripe.books.transfers.values()].find((each) => each.transfer_group === group) ?? {};
  }

  /** What was asked back of the payout and is not known yet, and what came. */
  async takenOf(seller: ActiveSeller): Promise<object> {
    const [row] = await this.app.sql<object>(
      `select reversing::int, reversed::int from payouts where seller_id = $1 order by id desc limit 1`,
      [idOf(seller)],
    );
    return row ?? {};
  }

  /** The lines of each collection of the seller. */
  async journals(seller: ActiveSeller): Promise<string[][]> {
    const rows = await this.app.sql<{ lines: string[] }>(
      `select array_agg(e.side || ' ' || a.type_code || ' ' || e.amount order by e.line) as lines
         from ledger.journal j join ledger.entry e on e.journal_id = j.id join ledger.account a on a.id = e.account_id
        where j.source_type = 'debt_collection' and j.seller_id = $1 group by j.id order by j.id`,
      [idOf(seller)],
    );
    return rows.map(({ lines }) => lines);
  }

  /** Delivers what Stripe has to say, and what was made of it. */
  async told(): Promise<string[]> {
    const outcomes: string[] = [];
    for (const event of this.stripe.books.events.splice(0)) {
      await tell(this.app, event);
      const [row] = await this.app.sql<{ outcome: string }>(
        'select outcome from payout_provider_events where event_id = $1',
        [event.id],
      );
      outcomes.push(row?.outcome ?? 'nothing');
    }
    await this.app.drain();
    return outcomes;
  }
}
