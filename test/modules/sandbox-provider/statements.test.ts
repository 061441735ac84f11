import { randomUUID } from 'node:crypto';
import { ProviderWorld } from './support.js';

const world = new ProviderWorld();

beforeAll(() => world.start());
afterAll(() => world.stop());

const text = async (path: string): Promise<string> => (await fetch(`${world.provider.url}${path}`)).text();
const rows = async (path: string): Promise<string[][]> =>
  (await text(path))
    .trim()
    .split('\r\n')
    .slice(1)
    .map((row) => row.split(','));
/** Type, gross, fee and net. */
const amounts = async (): Promise<string[]> =>
  (await rows('/statements/balance.csv')).map(([, type, , , gross, fee, net]) => [type, gross, fee, net].join(' '));

async function captured(amount: number, currency = 'USD'): Promise<string> {
  const { body } = await world.authorise({ amount, currency });
  await world.post(`/charges/${String(body.id)}/capture`, {});
  return String(body.id);
}

describe('the provider’s report', () => {
  it('has what happened to the balance: charges with fees, refunds, disputes, settlements', async () => {
    const charge = await captured(13_000);
    await world.post(`/charges/${charge}/refunds`, { reference: randomUUID(), amount: 4_800 });
    const { body: won } = await world.post('/disputes', { chargeId: await captured(10_000) });
    await world.post(`/disputes/${String(won.id)}/verdict`, { outcome: 'won', returnFee: true });
    const { body: lost } = await world.post('/disputes', { chargeId: await captured(2_000), fee: 1_500 });
    await world.post(`/disputes/${String(lost.id)}/verdict`, { outcome: 'lost' });
    await world.authorise({ amount: 500 });

    const settled = await world.post('/settlements');
    const again = await world.post('/settlements');

    expect((await amounts()).toSorted()).toEqual(
      [
        'charge 130.00 3.50 126.50',
        'refund -48.00 0.00 -48.00',
        'charge 100.00 2.75 97.25',
        'dispute -100.00 15.00 -115.00',
        'charge 20.00 0.75 19.25',
        'dispute -20.00 15.00 -35.00',
        'dispute_reversal 100.00 -15.00 115.00',
        'settlement -160.00 0.00 -160.00',
      ].toSorted(),
    );
    expect(settled.body.data).toMatchObject([{ currency: 'USD', amount: 16_000 }]);
    expect(again.body.data).toEqual([]);
  });

  it('knows currencies without and with three decimals, and only the days that are asked for', async () => {
    await captured(1_500, 'JPY');
    await captured(1_500, 'KWD');

    const all = await rows('/statements/balance.csv');
    const none = await rows('/statements/balance.csv?to=2000-01-01');

    expect(all.slice(-2).map(([, , , currency, gross]) => [currency, gross])).toEqual([
      ['JPY', '1500'],
      ['KWD', '1.500'],
    ]);
    expect(none).toEqual([]);
  });
});

describe('the bank’s statement', () => {
  it('has settlements, payouts and those that came back, with balances that fit', async () => {
    const reference = randomUUID();
    const payout = { reference, amount: 9_000, currency: 'USD', destination: 'DE0011119999' };
    const { body } = await world.post('/payouts', payout);
    await world.post('/payouts', { ...payout, reference: randomUUID(), destination: 'DE0011110001' });
    const back = await world.post(`/payouts/${String(body.id)}/return`);
    const twice = await world.post(`/payouts/${String(body.id)}/return`);
    await world.post('/bank/credits', { amount: 100, currency: 'USD', text: 'a < b & "c"' });

    const lines = (await rows('/statements/bank.csv')).map(([, , amount, , type, endToEnd]) => [
      type,
      amount,
      endToEnd,
    ]);
    const camt = await text('/statements/bank.xml?version=02');

    expect([back.body.state, twice.status]).toEqual(['returned', 409]);
    expect(lines).toEqual([
      ['credit', '160.00', expect.stringMatching(/^st_[0-9a-f]{32}$/)],
      ['credit', '1.00', ''],
      ['debit', '-90.00', reference.replaceAll('-', '')],
      ['return', '90.00', reference.replaceAll('-', '')],
    ]);
    expect(camt).toContain('<Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="USD">161.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>');
    expect(camt).toContain('a &lt; b &amp; "c"');
  });

  it.each([
    ['duplicate-line', 5],
    ['missing-line', 3],
    ['wrong-sign', 4],
    ['truncated', 3],
  ])('can be damaged: %s', async (damage, expected) => {
    const whole = await rows('/statements/bank.csv');
    const damaged = await rows(`/statements/bank.csv?damage=${damage}&line=payout`);

    expect(damaged).toHaveLength(expected);
    expect(damaged).not.toEqual(whole);
  });

  it('refuses what it does not know', async () => {
    const answer = await fetch(`${world.provider.url}/statements/bank.csv?damage=everything`);

    expect(answer.status).toBe(400);
  });
});
