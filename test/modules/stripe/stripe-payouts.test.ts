import { fromWire } from '../../../src/kernel/index.js';
import { PaymentsModule } from '../../../src/modules/payments/index.js';
import { RiskModule } from '../../../src/modules/risk/index.js';
import { LookUpPayout } from '../../../src/modules/settlement/look-up-payout.js';
import { StripeModule, StripePayoutsModule } from '../../../src/modules/stripe/index.js';
import type { TestApp } from '../../support/index.js';
import type { Fields } from '../../support/stripe-books.js';
import { StripeServer } from '../../support/stripe-server.js';
import type { ActiveSeller } from '../../support/world.sellers.js';
import {
  balance,
  delivered,
  funded,
  journalKinds,
  payouts,
  released,
  runPayouts,
} from '../settlement/settlement-app.js';
import { startSettlement } from '../settlement/settlement-app.js';
import { deliver, stripeConfig, tell } from './stripe-app.js';

const stripe = new StripeServer();
const ACCOUNT = 'acct_1032D82eZvKYlo2C';
let app: TestApp;

beforeAll(async () => {
  await stripe.start();
  const modules = [RiskModule, PaymentsModule, StripeModule, StripePayoutsModule];
  app = await startSettlement({ modules, config: stripeConfig(stripe) });
});
afterAll(async () => {
  await app.stop();
  await stripe.stop();
});
afterEach(async () => {
  await deliver(app, stripe);
  stripe.reset();
});

const seller = (accountNumber = ACCOUNT): Promise<ActiveSeller> => funded(app, { accountNumber });
const idOf = async (owner: ActiveSeller): Promise<string> =>
  fromWire('pyo', (await payouts(app, owner))[0]?.id ?? '') as string;
const transfersOf = async (owner: ActiveSeller): Promise<Fields[]> => {
  const group = `payout_${await idOf(owner)}`;
  return [...stripe.books.transfers.values()].filter((transfer) => transfer.transfer_group === group);
};
/** What a payout took from our balances and gave back. */
const fundsOf = (id: string) =>
  app.sql(
    `select a.type_code as account, e.side, e.amount::int as amount
       from ledger.journal j join ledger.entry e on e.journal_id = j.id join ledger.account a on a.id = e.account_id
      where j.payout_id = $1 and a.type_code in ('psp_clearing', 'bank_client') order by e.side`,
    [id],
  );
const messages = () => app.sql('select event_id, outcome from payout_provider_events order by received_at, event_id');
const outcomeOf = async (eventId: unknown): Promise<string | undefined> => {
  const [row] = await app.sql<{ outcome: string }>('select outcome from payout_provider_events where event_id = $1', [
    eventId,
  ]);
  return row?.outcome;
};

/** A payout that was paid, with the message that told it, and everything it left behind. */
async function paid(): Promise<{ owner: ActiveSeller; created: Fields; transfer: Fields }> {
  const owner = await seller();
  await runPayouts(app);
  await app.drain();
  const [created = {}] = stripe.books.events.splice(0);
  const [transfer = {}] = await transfersOf(owner);
  return { owner, created, transfer };
}

describe('a payout by Stripe', () => {
  it('is a transfer to the connected account, paid when it is made', async () => {
    const { owner } = await paid();

    const [call] = stripe.callsOf('transfer');
    const id = await idOf(owner);
    expect(call).toMatchObject({
      key: `${id}:payout`,
      form: {
        amount: '9000',
        currency: 'usd',
        destination: ACCOUNT,
        transfer_group: `payout_${id}`,
        'metadata[souk_reference]': id,
      },
    });
    expect(await payouts(app, owner)).toMatchObject([{ state: 'paid', amount: { amount: 9_000, currency: 'USD' } }]);
    expect(await balance(app, owner)).toMatchObject({ available: 0, inTransit: 0 });
    expect(await transfersOf(owner)).toHaveLength(1);
    expect(await fundsOf(id)).toEqual([{ account: 'psp_clearing', side: 'C', amount: 9_000 }]);
  });

  it.each(['timeout', 'reset', 'html', 'error-200', '500', 'cut'] as const)(
    'whose answer is lost (%s) is looked up by its group and never sent again',
    async (mode) => {
      const owner = await seller();
      stripe.fail('transfer', mode, true);
      await runPayouts(app);
      await app.drain();
      const [before] = await payouts(app, owner);
      stripe.books.events.length = 0;

      await app.get(LookUpPayout).run(await idOf(owner));

      expect(before?.state).toBe('unknown');
      expect(await payouts(app, owner)).toMatchObject([{ state: 'paid' }]);
      expect(stripe.callsOf('transfer')).toHaveLength(1);
      expect(await transfersOf(owner)).toHaveLength(1);
    },
  );

  it('whose answer is lost is paid by the message alone', async () => {
    const owner = await seller();
    stripe.fail('transfer', 'timeout', true);
    await runPayouts(app);
    await app.drain();

    await deliver(app, stripe);

    expect(await payouts(app, owner)).toMatchObject([{ state: 'paid' }]);
    expect(stripe.callsOf('list-transfers')).toEqual([]);
  });

  it('that Stripe never received fails a day later, and the money is available again', async () => {
    const owner = await seller();
    stripe.fail('transfer', 'timeout');
    await runPayouts(app);
    await app.drain();
    const id = await idOf(owner);
    await app.get(LookUpPayout).run(id);
    const [before] = await payouts(app, owner);
    await app.sql(`update payouts set submitted_at = submitted_at - interval '1 day' where id = $1`, [id]);

    await app.get(LookUpPayout).run(id);

    expect(before?.state).toBe('unknown');
    expect(await payouts(app, owner)).toMatchObject([{ state: 'failed', failureCode: 'never_received' }]);
    expect(await balance(app, owner)).toMatchObject({ available: 9_000, inTransit: 0 });
  });

  it.each([
    ['an account that Stripe does not know', 'acct_missing', 'resource_missing'],
    ['a bank account', 'DE02120300000000202051', 'account_not_connected'],
  ])('to %s fails and takes the account out of use', async (_what, account, failureCode) => {
    const owner = await seller(account);

    await runPayouts(app);
    await app.drain();
    await runPayouts(app);

    expect(await payouts(app, owner)).toMatchObject([{ state: 'failed', failureCode }]);
    expect(await balance(app, owner)).toMatchObject({ available: 9_000, payoutSkipReason: 'payout_account_disabled' });
    expect([...stripe.books.transfers.values()].filter(({ destination }) => destination === account)).toEqual([]);
  });

  it('for which our balance does not suffice is tried again later, as a new payout', async () => {
    const owner = await seller('acct_noMoney');

    await runPayouts(app);
    await app.drain();
    const [failed] = await payouts(app, owner);
    await app.advance('PT2H');

    expect(failed).toMatchObject({ state: 'failed', failureCode: 'balance_insufficient' });
    const chain = (await payouts(app, owner)).filter(({ id, retryOf }) => [id, retryOf].includes(failed?.id ?? ''));
    expect(chain).toMatchObject([{ attempt: 2, retryOf: failed?.id }, { attempt: 1 }]);
    expect(await balance(app, owner)).toMatchObject({ available: 9_000, inTransit: 0 });
  });

  it('of fils that Stripe cannot count is not sent', async () => {
    const owner = await funded(app, { accountNumber: ACCOUNT, country: 'KW', currency: 'KWD' });
    const odd = { item: 10_004, tax: 0, shipping: 0, commission: 0, total: 10_004 };
    await released(app, await delivered(app, owner, odd, 'KWD'));

    await runPayouts(app);
    await app.drain();

    const inFils = (await payouts(app, owner)).filter(({ amount }) => amount.currency === 'KWD');
    expect(inFils).toMatchObject([{ state: 'failed', failureCode: 'amount_not_payable' }]);
    expect(stripe.callsOf('transfer').filter(({ form }) => form.currency === 'kwd')).toEqual([]);
  });
});

describe('a message of Stripe about a transfer', () => {
  it('that it was taken back makes the money available again, once, and ends the use of the account', async () => {
    const { owner, transfer } = await paid();

    stripe.books.reverse(transfer, 9_000);
    const [reversed = {}] = stripe.books.events.splice(0);
    const statuses = await Promise.all([tell(app, reversed), tell(app, reversed), tell(app, reversed)]);
    await app.drain();
    await runPayouts(app);

    expect(statuses).toEqual([204, 204, 204]);
    expect(await payouts(app, owner)).toMatchObject([{ state: 'returned' }]);
    expect(await fundsOf(await idOf(owner))).toEqual([
      { account: 'psp_clearing', side: 'C', amount: 9_000 },
      { account: 'psp_clearing', side: 'D', amount: 9_000 },
    ]);
    expect(await balance(app, owner)).toMatchObject({
      available: 9_000,
      inTransit: 0,
      payoutSkipReason: 'payout_account_disabled',
    });
  });

  it('that it was taken back, before the one that it was made, is not lost', async () => {
    const owner = await seller();
    stripe.fail('transfer', 'timeout', true);
    await runPayouts(app);
    await app.drain();
    const [created = {}] = stripe.books.events.splice(0);
    const [transfer = {}] = await transfersOf(owner);
    stripe.books.reverse(transfer, 9_000);
    const [reversed = {}] = stripe.books.events.splice(0);

    const statuses = [await tell(app, reversed), await tell(app, created), await tell(app, reversed)];
    await app.drain();

    expect(statuses).toEqual([204, 204, 204]);
    expect([await outcomeOf(reversed.id), await outcomeOf(created.id)]).toEqual(['applied', 'no_change']);
    expect(await payouts(app, owner)).toMatchObject([{ state: 'returned' }]);
    expect(await fundsOf(await idOf(owner))).toEqual([
      { account: 'psp_clearing', side: 'C', amount: 9_000 },
      { account: 'psp_clearing', side: 'D', amount: 9_000 },
    ]);
    expect(await balance(app, owner)).toMatchObject({ available: 9_000, inTransit: 0 });
  });

  it('that it was taken back in part changes nothing and is kept', async () => {
    const { owner, transfer } = await paid();
    const before = await journalKinds(app, owner);

    stripe.books.reverse(transfer, 1);
    const [reversed = {}] = stripe.books.events.splice(0);
    await tell(app, reversed);

    expect(await payouts(app, owner)).toMatchObject([{ state: 'paid' }]);
    expect(await journalKinds(app, owner)).toEqual(before);
    expect(await outcomeOf(reversed.id)).toBe('no_change');
    Object.assign(transfer, { amount_reversed: 0 });
  });

  it('that comes twice, late or after a newer one changes nothing', async () => {
    const { owner, created, transfer } = await paid();
    stripe.books.reverse(transfer, 9_000);
    const [reversed = {}] = stripe.books.events.splice(0);
    await tell(app, reversed);
    const before = [await journalKinds(app, owner), await payouts(app, owner)];

    const statuses = [
      await tell(app, created),
      await tell(app, { ...reversed, id: 'evt_other' }),
      await tell(app, created),
    ];
    await app.drain();

    expect(statuses).toEqual([204, 204, 204]);
    expect([await journalKinds(app, owner), await payouts(app, owner)]).toEqual(before);
  });

  it.each<[string, Fields, string]>([
    ['amount', { amount: 8_999, amount_reversed: 8_999 }, 'mismatch'],
    ['currency', { currency: 'eur', amount_reversed: 9_000 }, 'mismatch'],
    ['payout', { metadata: { souk_reference: '01910000-0000-7000-8000-000000000000' } }, 'unknown_payout'],
    ['system’s reference', { metadata: {} }, 'unreadable'],
  ])('with another %s changes nothing', async (_what, over, outcome) => {
    const { owner, created, transfer } = await paid();
    const before = [await journalKinds(app, owner), await payouts(app, owner)];
    const event = { ...created, id: `evt_${Math.random()}`, type: 'transfer.reversed' };

    const status = await tell(app, { ...event, data: { object: { ...transfer, ...over } } });
    await app.drain();

    expect(status).toBe(204);
    expect(await outcomeOf(event.id)).toBe(outcome);
    expect([await journalKinds(app, owner), await payouts(app, owner)]).toEqual(before);
  });

  it.each([
    ['by another secret', { secrets: ['whsec_somebody_else'] }],
    ['and changed afterwards', { forge: (body: string) => body.replace('9000', '1') }],
    ['an hour ago', { at: Math.floor(Date.now() / 1_000) - 3_600 }],
  ])('signed %s is refused and not stored', async (_how, sent) => {
    const { owner, created, transfer } = await paid();
    const before = [await messages(), await journalKinds(app, owner)];
    const event = { ...created, id: 'evt_forged', data: { object: { ...transfer, amount_reversed: 9_000 } } };

    const status = await tell(app, event, sent);

    expect(status).toBe(401);
    expect([await messages(), await journalKinds(app, owner)]).toEqual(before);
    expect(await payouts(app, owner)).toMatchObject([{ state: 'paid' }]);
  });
});
