import { fromWire, money } from '../../../src/kernel/index.js';
import { Settlement } from '../../../src/modules/settlement/index.js';
import { LookUpPayout } from '../../../src/modules/settlement/look-up-payout.js';
import type { BankAnswer } from '../../../src/modules/settlement/payout-provider.js';
import { PayoutProviders } from '../../../src/modules/settlement/payout-providers.js';
import { RecordBankAnswer } from '../../../src/modules/settlement/record-bank-answer.js';
import { RetryPayout } from '../../../src/modules/settlement/retry-payout.js';
import { SubmitPayout } from '../../../src/modules/settlement/submit-payout.js';
import { UnitOfWork } from '../../../src/platform/database/index.js';
import { webhooksOf } from '../../../src/sandbox/start-provider.js';
import type { TestApp } from '../../support/index.js';
import type { ActiveSeller } from '../../support/world.sellers.js';
import { tellOfPayout } from './bank-messages.js';
import {
  balance,
  bankBooks,
  funded,
  journalKinds,
  payouts,
  runPayouts,
  settled,
  startSettlement,
} from './settlement-app.js';

let app: TestApp;

beforeAll(async () => {
  app = await startSettlement({ config: { providerTimeoutMs: 1_000 } });
});
afterAll(() => app.stop());
afterEach(() => {
  jest.restoreAllMocks();
  app.provider.deliverTo(webhooksOf(app.url));
});

/** The bank keeps its messages to itself. */
const silenceMessages = () => app.provider.deliverTo({ payments: webhooksOf(app.url).payments });
const bank = () => app.get(PayoutProviders).of('sandbox');
const latest = async (seller: ActiveSeller): Promise<string> =>
  fromWire('pyo', (await payouts(app, seller))[0]?.id ?? '') as string;
const fault = (mode: string, operation = 'payout', times = 1) =>
  fetch(`${app.provider.url}/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ operation, mode, times, booked: true }),
  });

describe('a bank', () => {
  it('that refuses a closed account gives the money back and takes the account out of use', async () => {
    const seller = await funded(app, { accountNumber: 'DE0011110001' });

    await runPayouts(app);
    await settled(app);

    expect(await payouts(app, seller)).toMatchObject([{ state: 'failed', failureCode: 'account_closed' }]);
    expect(await balance(app, seller)).toMatchObject({ available: 9_000, inTransit: 0 });
    await runPayouts(app);
    expect(await payouts(app, seller)).toHaveLength(1);
    expect(await balance(app, seller)).toMatchObject({ payoutSkipReason: 'payout_account_disabled' });
  });

  it('that does not answer but has paid is asked what became of it, and never again to pay', async () => {
    const seller = await funded(app, { accountNumber: 'DE0011110002' });
    const send = jest.spyOn(bank(), 'send');
    silenceMessages();

    await runPayouts(app);
    await app.drain();
    const id = await latest(seller);
    const [unknown] = await payouts(app, seller);
    await Promise.all([app.get(SubmitPayout).run(id), app.get(LookUpPayout).run(id), app.get(LookUpPayout).run(id)]);

    expect(unknown?.state).toBe('unknown');
    expect(send).toHaveBeenCalledTimes(1);
    expect(await payouts(app, seller)).toMatchObject([{ state: 'paid' }]);
    expect(await bankBooks(app, seller)).toEqual([{ state: 'paid', amount: 9_000 }]);
    expect(await balance(app, seller)).toMatchObject({ available: 0, inTransit: 0 });
  });

  it.each([
    ['before the bank heard of it', false, 'unknown', []],
    ['after the bank has paid', true, 'paid', [{ state: 'paid', amount: 9_000 }]],
  ])('is not asked twice when the worker dies %s', async (_when, wasHeard, state, books) => {
    const seller = await funded(app);
    silenceMessages();
    const client = bank();
    const send = client.send.bind(client);
    const calls = jest.spyOn(client, 'send').mockImplementation(async (request) => {
      if (wasHeard) await send(request);
      throw new Error('the worker died');
    });

    await runPayouts(app);
    await app.drain();

    expect(calls).toHaveBeenCalledTimes(1);
    expect(await payouts(app, seller)).toMatchObject([{ state }]);
    expect(await bankBooks(app, seller)).toEqual(books);
  });

  it('that never received a payout makes it fail after a day of looking, and one new payout is tried', async () => {
    const seller = await funded(app, { accountNumber: 'DE0011110003' });
    await runPayouts(app);
    await app.drain();
    const id = await latest(seller);
    await app.get(LookUpPayout).run(id);
    const [unknown] = await payouts(app, seller);

    await app.sql(`update payouts set submitted_at = submitted_at - interval '1 day' where id = $1`, [id]);
    await app.get(LookUpPayout).run(id);
    const [failed] = await payouts(app, seller);
    const back = await balance(app, seller);
    await Promise.all([app.get(RetryPayout).run(id), app.get(RetryPayout).run(id)]);

    expect(unknown?.state).toBe('unknown');
    expect(failed).toMatchObject({ state: 'failed', failureCode: 'never_received' });
    expect(back).toMatchObject({ available: 9_000, inTransit: 0 });
    expect(await payouts(app, seller)).toMatchObject([{ attempt: 2, retryOf: failed?.id }, { id: failed?.id }]);
    expect(await bankBooks(app, seller)).toEqual([]);
    await app.drain();
  });

  it.each(['html-error', 'error500'])('that answers %s is looked up', async (mode) => {
    const seller = await funded(app);
    silenceMessages();
    await fault(mode);

    await runPayouts(app);
    await app.drain();
    const [unknown] = await payouts(app, seller);
    await app.get(LookUpPayout).run(await latest(seller));

    expect(unknown?.state).toBe('unknown');
    expect(await payouts(app, seller)).toMatchObject([{ state: 'paid' }]);
    expect(await bankBooks(app, seller)).toHaveLength(1);
  });

  it('whose message is lost is asked a minute later', async () => {
    const seller = await funded(app);
    await fault('drop-webhook');

    await runPayouts(app);
    await settled(app);
    const [before] = await payouts(app, seller);
    await app.advance('PT2M');

    expect(before?.state).toBe('in_transit');
    expect(await payouts(app, seller)).toMatchObject([{ state: 'paid' }]);
  });

  it('that tells the end twice changes nothing twice', async () => {
    const seller = await funded(app);
    await fault('duplicate-webhook');
    await runPayouts(app);
    await settled(app);
    const before = await journalKinds(app, seller);

    await app.sql(`update sandbox_provider.webhooks set delivered_at = null, due_at = now() where family = 'payouts'`);
    await settled(app);

    expect(await journalKinds(app, seller)).toEqual(before);
    expect(await payouts(app, seller)).toMatchObject([{ state: 'paid' }]);
  });

  it.each<BankAnswer>([
    { state: 'in_transit', reference: 'po_late', amount: money(9_000, 'USD') },
    { state: 'paid', reference: 'po_late', amount: money(9_000, 'USD') },
    { state: 'failed', code: 'account_closed', failureClass: 'account' },
    { state: 'absent' },
    { state: 'unknown', why: 'timeout' },
  ])('that says “$state” after it has paid changes nothing', async (late) => {
    const seller = await funded(app);
    await runPayouts(app);
    await settled(app);
    const before = await journalKinds(app, seller);
    const id = await latest(seller);

    const recorded = await app.get(UnitOfWork).run((tx) => app.get(RecordBankAnswer).run(tx, id, late));

    expect(recorded).toBe('no_change');
    expect(await journalKinds(app, seller)).toEqual(before);
    expect(await payouts(app, seller)).toMatchObject([{ state: 'paid', failureCode: null }]);
  });

  it('that sends a paid payout back makes it available again, once, and ends the use of the account', async () => {
    const seller = await funded(app);
    await runPayouts(app);
    await settled(app);
    const id = await latest(seller);
    const back: BankAnswer = { state: 'returned', reference: 'po_back', amount: money(9_000, 'USD') };
    const record = () => app.get(UnitOfWork).run((tx) => app.get(RecordBankAnswer).run(tx, id, back));

    const outcomes = await Promise.all([record(), record(), record()]);

    expect([...outcomes].sort()).toEqual(['applied', 'no_change', 'no_change']);
    expect(await payouts(app, seller)).toMatchObject([{ state: 'returned' }]);
    await runPayouts(app);
    expect(await balance(app, seller)).toMatchObject({
      available: 9_000,
      inTransit: 0,
      payoutSkipReason: 'payout_account_disabled',
    });
  });

  it('that speaks of another amount is not believed', async () => {
    const seller = await funded(app);
    silenceMessages();
    await runPayouts(app);
    await app.drain();
    const id = await latest(seller);
    await app.sql(`update sandbox_provider.payouts set amount = amount + 1 where reference = $1`, [id]);

    await app.get(LookUpPayout).run(id);

    expect(await payouts(app, seller)).toMatchObject([{ state: 'in_transit' }]);
    expect(await balance(app, seller)).toMatchObject({ available: 0, inTransit: 9_000 });
    await app.sql(`update sandbox_provider.payouts set amount = amount - 1 where reference = $1`, [id]);
    await app.get(LookUpPayout).run(id);
  });

  /** What a signed message of any text leaves behind. */
  const kept = (id: string) => app.sql('select body, outcome from payout_provider_events where event_id = $1', [id]);

  it.each([
    ['is empty', ''],
    ['is about nothing', '[null]'],
  ])('whose message %s is thanked for it; it is kept and changes nothing', async (what, body) => {
    const id = `evt_${what}`;

    const statuses = [await tellOfPayout(app, body, id), await tellOfPayout(app, body, id)];

    expect(statuses).toEqual([204, 204]);
    expect(await kept(id)).toEqual([{ body, outcome: 'unreadable' }]);
  });

  it('whose message is not JSON has it kept as it came, whichever way it comes', async () => {
    const bodies = ['not {json', '{"data": "\\u0000"}'];
    for (const [i, body] of bodies.entries()) await app.get(Settlement).hear('sandbox', `evt_odd_${i}`, body);

    const refused = await tellOfPayout(app, 'not {json', 'evt_odd_over_http');

    expect([await kept('evt_odd_0'), await kept('evt_odd_1')]).toEqual(
      bodies.map((body) => [{ body, outcome: 'unreadable' }]),
    );
    expect([refused, await kept('evt_odd_over_http')]).toEqual([400, []]);
  });

  it.each([
    ['is forged', 'v1,AAAA', 0],
    ['is not signed', '', 0],
    ['is old', 'v1,AAAA', -3_600],
  ])('whose message %s is not heard', async (_what, signature, age) => {
    const stored = () => app.sql('select event_id from payout_provider_events order by 1');
    const before = await stored();

    const answer = await app.http
      .post('/v1/bank-events/sandbox')
      .set('webhook-id', 'evt_forged')
      .set('webhook-timestamp', String(Math.floor(Date.now() / 1000) + age))
      .set('webhook-signature', signature)
      .send({ id: 'evt_forged', type: 'payout.paid', data: {} });

    expect(answer.status).toBe(401);
    expect(answer.body.code).toBe('webhook_signature_invalid');
    expect(await stored()).toEqual(before);
  });
});
