import { fromWire, money } from '../../../src/kernel/index.js';
import { LookUpPayout } from '../../../src/modules/settlement/look-up-payout.js';
import type { BankAnswer } from '../../../src/modules/settlement/payout-provider.js';
import { PayoutProviders } from '../../../src/modules/settlement/payout-providers.js';
import { RecordBankAnswer } from '../../../src/modules/settlement/record-bank-answer.js';
import { UnitOfWork } from '../../../src/platform/database/index.js';
import { webhooksOf } from '../../../src/sandbox/start-provider.js';
import type { TestApp } from '../../support/index.js';
import type { ActiveSeller } from '../../support/world.sellers.js';
import { tellOfPayout } from './bank-messages.js';
import { balance, funded, get, journalKinds, payouts, runPayouts, settled, startSettlement } from './settlement-app.js';

let app: TestApp;

beforeAll(async () => {
  app = await startSettlement({ config: { providerTimeoutMs: 1_000 } });
});
afterAll(() => app.stop());
afterEach(() => app.provider.deliverTo(webhooksOf(app.url)));

const fault = (mode: string) =>
  fetch(`${app.provider.url}/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ operation: 'payout', mode, times: 1, booked: true }),
  });

/** A payout that the bank has not told the end of. */
async function open(state: 'in_transit' | 'unknown'): Promise<{ seller: ActiveSeller; id: string }> {
  const seller = await funded(app);
  app.provider.deliverTo({ payments: webhooksOf(app.url).payments });
  if (state === 'unknown') await fault('error500');
  await runPayouts(app);
  await app.drain();
  const [payout] = await payouts(app, seller);
  expect(payout?.state).toBe(state);
  return { seller, id: fromWire('pyo', payout?.id ?? '') as string };
}

const message = (id: string, state: string, amount = 9_000) => ({
  id: `evt_${state}`,
  type: `payout.${state}`,
  data: { id: 'po_early', reference: id, state, amount, currency: 'USD' },
});

const comeBack = (id: string) =>
  app.sql(`update sandbox_provider.payouts set returned_at = now() where reference = $1`, [id]);

const ways: [name: string, bring: (id: string) => Promise<unknown>][] = [
  ['a message', (id) => tellOfPayout(app, message(id, 'returned'))],
  ['a look-up', async (id) => [await comeBack(id), await app.get(LookUpPayout).run(id)]],
  [
    'a statement',
    (id) => {
      const answer: BankAnswer = { state: 'returned', reference: 'po_early', amount: money(9_000, 'USD') };
      return app.get(UnitOfWork).run((tx) => app.get(RecordBankAnswer).run(tx, id, answer, new Date()));
    },
  ],
];

const factsOf = async (id: string): Promise<string[]> => {
  const rows = await app.sql<{ name: string }>(`select name from outbox_events where subject_id = $1 order by id`, [
    id,
  ]);
  return rows.map(({ name }) => name);
};

const mismatches = async () => {
  const { text } = await app.http.get('/metrics').expect(200);
  return Number(/^souk_payout_mismatches_total (\d+)$/m.exec(text)?.[1]);
};

describe('a payout that comes back before anybody knows that it was paid', () => {
  it.each(
    ways.flatMap(([name, bring]) => (['in_transit', 'unknown'] as const).map((from) => [name, from, bring] as const)),
  )('is paid and returned at once by %s while it is “%s”; nothing later changes that', async (_name, from, bring) => {
    const { seller, id } = await open(from);

    await Promise.all([bring(id), bring(id)]);
    const first = [await payouts(app, seller), await balance(app, seller), await journalKinds(app, seller)];
    const late = [
      await tellOfPayout(app, message(id, 'paid')),
      await tellOfPayout(app, message(id, 'in_transit')),
      await tellOfPayout(app, message(id, 'returned')),
    ];
    await bring(id);
    await settled(app);
    await app.advance('P2D');

    expect(first).toMatchObject([
      [{ state: 'returned', amount: { amount: 9_000 } }],
      { available: 9_000, inTransit: 0 },
      ['created', 'delivered', 'paid', 'released', 'returned'].map((kind) => ({ kind, count: 1 })),
    ]);
    expect(late).toEqual([204, 204, 204]);
    expect([await payouts(app, seller), await journalKinds(app, seller)]).toEqual([first[0], first[2]]);
    expect(await balance(app, seller)).toMatchObject({ available: 9_000, inTransit: 0 });
    expect(await factsOf(id)).toEqual(['payout.approved', 'payout.paid', 'payout.returned']);
    const account = await get(app, seller, `/v1/sellers/${seller.sellerId}/payout-account`).expect(200);
    expect(account.body).toMatchObject({ state: 'disabled' });
  });
});

describe('a bank that speaks of another amount', () => {
  it.each(['paid', 'returned'])('is asked again later, and believed when it says the right one: %s', async (end) => {
    const { seller, id } = await open('unknown');
    if (end === 'returned') await comeBack(id);
    await app.sql(`update sandbox_provider.payouts set amount = amount + 1 where reference = $1`, [id]);
    const before = await mismatches();

    await app.advance('PT2M');
    const wrong = [await payouts(app, seller), await balance(app, seller)];
    const counted = (await mismatches()) - before;
    await app.sql(`update sandbox_provider.payouts set amount = amount - 1 where reference = $1`, [id]);
    await app.advance('PT6M');

    expect(wrong).toMatchObject([[{ state: 'unknown' }], { available: 0, inTransit: 9_000 }]);
    expect(counted).toBe(1);
    expect(await payouts(app, seller)).toMatchObject([{ state: end }]);
    expect(await balance(app, seller)).toMatchObject({ available: end === 'paid' ? 0 : 9_000, inTransit: 0 });
  });

  it('has its end asked for when it answers so at once', async () => {
    const seller = await funded(app);
    app.provider.deliverTo({ payments: webhooksOf(app.url).payments });
    const client = app.get(PayoutProviders).of('sandbox');
    const send = client.send.bind(client);
    jest.spyOn(client, 'send').mockImplementation(async (request) => {
      const answer = await send(request);
      return { ...answer, amount: money(1, 'USD') } as BankAnswer;
    });

    await runPayouts(app);
    await app.drain();
    jest.restoreAllMocks();
    const [before] = await payouts(app, seller);
    await app.advance('PT2M');

    expect(before?.state).toBe('submitted');
    expect(await payouts(app, seller)).toMatchObject([{ state: 'paid' }]);
  });
});
