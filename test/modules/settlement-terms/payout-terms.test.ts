import { startApp, type TestApp } from '../../support/index.js';
import { areDecidedByTwo, Terms } from '../../support/terms-by-two.js';
import { funded, payouts, runPayouts, settled } from '../settlement/settlement-app.js';

const USD = (amount: number) => ({ amount, currency: 'USD' });
const terms = (currency: string, more: object = {}) => ({
  ...{ currency, minimum: 1_000, retained: 0, automaticUpTo: 500_000, alarmFloor: 10_000_000, ...more },
});

describe('the terms of payouts', () => {
  let app: TestApp;
  const office = new Terms(() => app, '/v1/finance/payout-terms', 'currency');

  beforeAll(async () => {
    app = await startApp();
    await office.open();
  });
  afterAll(() => app.stop());

  const paid = async () => {
    const seller = await funded(app);
    await runPayouts(app);
    await settled(app);
    const made = await payouts(app, seller);
    return made.map(({ state, amount }) => [state, amount.amount]);
  };

  it('are versioned: one person proposes them, another puts them into force for later payouts', async () => {
    const before = await paid();
    const careful = terms('USD', { retained: 1_000, automaticUpTo: 5_000, note: 'More care.' });
    const proposed = await office.propose(office.maker, careful);
    const between = await paid();
    const approved = await office.decide(office.checker, proposed.body, 'approval');
    const after = await paid();
    await office.change(terms('USD', { minimum: 9_001, automaticUpTo: 5_000 }));
    const less = await paid();
    await office.change(terms('USD'));

    expect(proposed.status).toBe(201);
    expect(proposed.body).toMatchObject({ version: 2, state: 'proposed', retained: USD(1_000), note: 'More care.' });
    expect([approved.status, approved.body]).toMatchObject([200, { state: 'in_force', automaticUpTo: USD(5_000) }]);
    expect([before, between, after, less]).toEqual([[['paid', 9_000]], [['paid', 9_000]], [['draft', 8_000]], []]);
    expect(await office.versions('USD')).toEqual([
      [4, 'in_force'],
      [3, 'superseded'],
      [2, 'superseded'],
      [1, 'superseded'],
    ]);
  });

  areDecidedByTwo(office, {
    declined: ['EUR', terms('EUR')],
    approved: ['GBP', terms('GBP')],
    unknown: 'pyt_01hzy3v9qtf5r8m2k4w6x8y0za',
    table: 'payout_terms',
  });

  it('are amounts that can be paid', async () => {
    const refused = [
      await office.propose(office.maker, terms('JPY', { minimum: 0 })),
      await office.propose(office.maker, terms('JPY', { retained: -1 })),
      await office.propose(office.maker, terms('XXX')),
    ];

    expect(refused.map(({ status }) => status)).toEqual([422, 422, 422]);
    expect(await office.versions('JPY')).toEqual([[1, 'in_force']]);
  });
});
