import { randomUUID } from 'node:crypto';
import { fromWire, toWire, type Id } from '../../../src/kernel/index.js';
import { SubmitPayout } from '../../../src/modules/settlement/submit-payout.js';
import { VoidPayouts } from '../../../src/modules/settlement/void-payouts.js';
import { bearer } from '../../support/index.js';
import {
  askOnAccount,
  company,
  creditLine,
  invoicedSale,
  member,
  orderedOnAccount,
  transfer,
  USD,
} from '../../support/world.companies.js';
import { foreignSale, foreignShop, orderIn, quoteFor } from '../../support/world.fx.js';
import { buyer, staff } from '../../support/world.identity.js';
import { get, post } from '../../support/world.orders.js';
import {
  deliver,
  deliveredSale,
  indebtedShop,
  openShop,
  refund,
  released,
  units,
} from '../../support/world.refunds.js';
import { runPayouts } from '../../modules/settlement/settlement-app.js';
import { asking, running, told, type Situation, type Verb } from './situation.js';

const ordered: Situation = {
  name: 'an order on account that nobody has accepted',
  at: async (app) => {
    const [finance, shop, buying] = [await staff(app, 'finance'), await openShop(app), await company(app)];
    const line = await creditLine(app, finance, buying, { limit: USD(30_000) });
    const order = await orderedOnAccount(app, buying, { variantId: shop.variantId, quantity: 5 });
    const path = `/v1/seller-orders/${order.sellerOrders[0]?.id}`;
    const lines = `/v1/finance/companies/${buying.companyId}/credit-lines`;
    return {
      acceptance: asking(app, shop.seller.token, `${path}/acceptance`),
      cancellation: asking(app, buying.admin.token, `${path}/cancellation`),
      'another order': async () =>
        told(await askOnAccount(app, buying.admin, buying.companyId, { variantId: shop.variantId, quantity: 5 })),
      'a smaller limit': asking(app, finance.token, lines, {
        ...{ limit: USD(13_000), termDays: 30, reason: 'Accounts were looked at again.' },
      }),
      suspension: asking(app, finance.token, `/v1/finance/credit-lines/${line.id}/suspension`, { reason: 'Odd.' }),
      closure: asking(app, finance.token, `/v1/finance/credit-lines/${line.id}/closure`, { reason: 'Odd.' }),
    };
  },
};

const invoiced: Situation = {
  name: 'an invoice that is open',
  at: async (app) => {
    const [finance, other] = [await staff(app, 'finance'), await staff(app, 'finance')];
    const [shop, buying] = [await openShop(app), await company(app)];
    await creditLine(app, finance, buying);
    const before = await invoicedSale(app, buying, shop, 1);
    await transfer(app, finance, 2_600, before.invoice.number);
    await refund(app, shop.seller.token, before, { everything: true });
    await app.drain();
    const sale = await invoicedSale(app, buying, shop);
    const invoice = `/v1/finance/invoices/${sale.invoice.id}`;
    await post(app, finance.token, `${invoice}/write-off`, { reason: 'The company was dissolved.' });
    const away = await post(app, finance.token, `/v1/finance/companies/${buying.companyId}/credit-transfers`, {
      ...{ amount: USD(2_600), reason: 'They buy nothing more.' },
      ...{ holder: 'Otter GmbH', accountNumber: 'DE89370400440532013000' },
    });
    const approval = `/v1/finance/credit-transfers/${(away.body as { id: string }).id}/approval`;
    const unknown = await transfer(app, finance, 9_000, 'for the piano');
    const receipt = `/v1/finance/bank-receipts/${(unknown.body as { id: string }).id}`;
    return {
      transfer: async () => told(await transfer(app, finance, 13_000, sale.invoice.number)),
      'what waited is applied': asking(app, finance.token, `${receipt}/applications`, { invoiceId: sale.invoice.id }),
      'what waited goes back': asking(app, finance.token, `${receipt}/returns`, { reason: 'They asked for it.' }),
      'credit is applied': asking(app, finance.token, `${invoice}/credit-application`),
      'credit is paid out': asking(app, other.token, approval),
      'it is given up': asking(app, other.token, `${invoice}/write-off/approval`),
      'it is not given up': asking(app, other.token, `${invoice}/write-off/refusal`),
      'refund of two': async () => told(await refund(app, shop.seller.token, sale, units(sale, 2))),
    };
  },
};

const foreign: Situation = {
  name: 'a sale in euros',
  at: async (app) => {
    const shop = await foreignShop(app);
    const sale = await foreignSale(app, shop);
    await deliver(app, shop, sale);
    const [row] = await app.sql<{ short: number }>(
      `select -sum(debit - credit)::int as short from ledger.account_balance
        where type_code = 'fx_position' and currency = 'EUR'`,
    );
    const quote = await quoteFor(app, shop.ada, { from: 'EUR', to: 'USD', amount: 13_000 });
    const rate = { from: 'EUR', to: 'USD', rate: { num: 10_850, den: 10_000 }, provider: 'a proof', spreadBps: 15 };
    return {
      deal: asking(app, shop.finance.token, '/v1/finance/fx/deals', {
        sold: { amount: Math.abs(row?.short ?? 12_000), currency: 'EUR' },
        received: { amount: 13_010, currency: 'USD' },
        bankReference: randomUUID(),
      }),
      'new rate': asking(app, shop.finance.token, '/v1/finance/fx/rates', rate),
      'order at the quote': async () =>
        told(
          await orderIn(
            app,
            shop.ada,
            { paymentCurrency: 'EUR', fxQuoteIds: [quote.id] },
            { variantId: shop.variantId, quantity: 5 },
          ),
        ),
      'refund of everything': async () => told(await refund(app, shop.seller.token, sale, { everything: true })),
    };
  },
};

const drafted: Situation = {
  name: 'a payout that waits for two people',
  at: async (app) => {
    const people = [await staff(app, 'finance'), await staff(app, 'finance'), await staff(app, 'finance')];
    const shop = await openShop(app);
    await released(app, (await deliveredSale(app, shop)).id);
    const sellerId = fromWire('sel', shop.seller.sellerId);
    await app.sql(
      `update seller_payout_accounts set trusted_at = null, changed_at = changed_at - interval '72 hours'
        where seller_id = $1`,
      [sellerId],
    );
    const ask = { currency: 'USD' };
    await post(app, people[0]?.token ?? '', `/v1/finance/sellers/${shop.seller.sellerId}/payouts`, ask);
    const [payout] = await app.sql<{ id: Id<'pyo'>; hash: string }>(
      'select id, binding_hash as hash from payouts where seller_id = $1 order by id desc limit 1',
      [sellerId],
    );
    const path = `/v1/finance/payouts/${payout ? toWire('pyo', payout.id) : ''}`;
    await post(app, people[1]?.token ?? '', `${path}/approvals`, { payloadHash: payout?.hash });
    return {
      'second approval': asking(app, people[2]?.token ?? '', `${path}/approvals`, { payloadHash: payout?.hash }),
      cancellation: asking(app, people[0]?.token ?? '', `${path}/cancellation`, { reason: 'Odd.' }),
      'change of the bank account': running(() => app.get(VoidPayouts).run(sellerId ?? '')),
      submission: running(() => app.get(SubmitPayout).run(payout?.id ?? '')),
      'payout run': running(() => runPayouts(app)),
    };
  },
};

const OURS = { name: 'Souk GmbH', account: 'DE02120300000000202051', bic: 'BYLADEM1001' };

const filed: Situation = {
  name: 'payouts that leave in a file',
  at: async (app) => {
    const finance = await staff(app, 'finance');
    const route = (isActive: boolean) =>
      Promise.resolve(
        app.http
          .put('/v1/finance/payout-file-accounts/USD')
          .set(bearer(finance.token))
          .send({ ...OURS, isActive }),
      );
    await route(true);
    const shop = await openShop(app);
    await released(app, (await deliveredSale(app, shop)).id);
    await app.sql(`update seller_payout_accounts set changed_at = changed_at - interval '72 hours'`);
    await runPayouts(app);
    await app.drain();
    const [payout] = await app.sql<{ id: Id<'pyo'> }>(`select id from payouts where state = 'approved' limit 1`);
    const cancel = `/v1/finance/payouts/${payout ? toWire('pyo', payout.id) : ''}/cancellation`;
    return {
      collection: asking(app, finance.token, '/v1/finance/payout-batches', { currency: 'USD' }),
      'end of files': async () => told(await route(false)),
      cancellation: asking(app, finance.token, cancel, { reason: 'Odd.' }),
    };
  },
};

const owing: Situation = {
  name: 'a seller who owes',
  at: async (app) => {
    const [finance, other] = [await staff(app, 'finance'), await staff(app, 'finance')];
    const shop = await indebtedShop(app);
    const debts = `/v1/finance/sellers/${shop.seller.sellerId}`;
    const amount = { amount: 4_000, currency: 'USD' };
    await app.sql(`insert into debt_terms select max(version) + 1, 0, 'test', now() from debt_terms`);
    const given = await post(app, finance.token, `${debts}/write-offs`, { amount, reason: 'It was dissolved.' });
    const writeOff = `/v1/finance/write-offs/${(given.body as { id: string }).id}`;
    const next = await deliveredSale(app, shop);
    return {
      receipt: asking(app, finance.token, `${debts}/debt-receipts`, { amount, bankReference: randomUUID() }),
      approval: asking(app, other.token, `${writeOff}/approval`),
      refusal: asking(app, other.token, `${writeOff}/refusal`),
      'release of the next sale': running(() => released(app, next.id)),
      'payout run': running(() => runPayouts(app)),
    };
  },
};

const judged: Situation = {
  name: 'a seller whose tier is judged, and a sale whose release is stopped',
  at: async (app) => {
    const risk = await staff(app, 'risk');
    const shop = await openShop(app, { tier: 'T1' });
    const sale = await deliveredSale(app, shop);
    await app.sql(`update sellers set created_at = created_at - interval '3 years' where id = $1`, [
      fromWire('sel', shop.seller.sellerId),
    ]);
    const seller = `/v1/risk/sellers/${shop.seller.sellerId}`;
    const found = await post(app, risk.token, `${seller}/tier-evaluation`);
    const proposal = (found.body as { proposal: { id: string } | null }).proposal?.id;
    const { now } = (await app.http.get('/v1/sandbox/clock')).body as { now: string };
    const expiresAt = new Date(Date.parse(now) + 86_400_000).toISOString();
    const stop = { sellerOrderId: sale.sellerOrderId, reason: 'risk_review', note: 'Odd.', expiresAt };
    const hold = await post(app, risk.token, '/v1/risk/release-holds', stop);
    const holdId = (hold.body as { id: string }).id;
    const proposals = `/v1/risk/tier-proposals/${proposal}`;
    return {
      confirmation: asking(app, risk.token, `${proposals}/confirmation`),
      refusal: asking(app, risk.token, `${proposals}/refusal`, { note: 'No.' }),
      evaluation: asking(app, risk.token, `${seller}/tier-evaluation`),
      restriction: asking(app, risk.token, `${seller}/tier-restriction`, { reason: 'Odd.' }),
      lifting: asking(app, risk.token, `/v1/risk/release-holds/${holdId}/lifting`, { reason: 'Nothing found.' }),
      'dispute refund': async () => told(await refund(app, shop.seller.token, sale, { everything: true })),
    };
  },
};

const joined: Situation = {
  name: 'a company of two',
  at: async (app) => {
    const buying = await company(app);
    const second = await member(app, buying, 'admin');
    const stranger = await buyer(app);
    const set = (who: { userId: string }, by: { token: string }, role: string): Verb => {
      const path = `/v1/companies/${buying.companyId}/members/${who.userId}`;
      return async () => told(await app.http.put(path).set(bearer(by.token)).send({ role }));
    };
    return {
      'the first steps down': set(buying.admin, second, 'buyer'),
      'the second steps down': set(second, buying.admin, 'buyer'),
      'a third joins': set(stranger, buying.admin, 'buyer'),
    };
  },
};

const reported: Situation = {
  name: 'a report of the bank',
  at: async (app) => {
    const finance = await staff(app, 'finance');
    const shop = await openShop(app);
    await deliveredSale(app, shop);
    const opened = await post(app, finance.token, '/v1/finance/reconciliation/accounts', {
      ...{ code: `bank-${randomUUID()}`, kind: 'bank', provider: `bank-${randomUUID()}` },
    });
    const account = (opened.body as { id: string }).id;
    const upload = (file: string): Verb => {
      const path = `/v1/finance/reconciliation/accounts/${account}/files?format=bank_csv`;
      return async () =>
        told(await app.http.post(path).set(bearer(finance.token)).set('Content-Type', 'text/csv').send(file));
    };
    const line = (id: string): string => `${id},2026-11-23,77.00,USD,for the piano`;
    const file = (...lines: string[]): string => ['entry_id,value_date,amount,currency,text', ...lines, ''].join('\n');
    const [first, second] = [randomUUID(), randomUUID()];
    await upload(file(line(first)))();
    const breaks = '/v1/finance/reconciliation/breaks?limit=100';
    const { data } = await get<{ data: { id: string; externalId: string | null }[] }>(app, finance.token, breaks);
    const found = data.find(({ externalId }) => externalId === first)?.id ?? '';
    const path = `/v1/finance/reconciliation/breaks/${found}`;
    return {
      file: upload(file(line(first), line(second))),
      'the same and more': upload(file(line(second))),
      ignored: asking(app, finance.token, `${path}/ignored`, { reason: 'Known.' }),
      resolution: asking(app, finance.token, `${path}/resolution`, {
        resolution: 'company_receipt',
        reference: 'Otter',
      }),
    };
  },
};

export const CREDIT: readonly Situation[] = [
  ...[ordered, invoiced, foreign, drafted, filed, owing, judged, joined, reported],
];
